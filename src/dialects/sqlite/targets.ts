import type { Table } from '../../schema/model.ts'
import { primaryKeyOf, type TableDefinition } from './definition.ts'
import { foldName } from './tokenize.ts'

/** What a foreign key needs to know of another table: how its name and columns are spelled, and its primary key. */
export interface Target {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

/** The table that goes by a name; `undefined` where there is none, which SQLite takes. */
export type Targets = (name: string) => Target | undefined

/** How foreign keys find the tables that they point at. */
export function targetsIn(tables: readonly Target[]): Targets {
  const targets = new Map(tables.map((one) => [foldName(one.name), one]))
  return (name) => targets.get(foldName(name))
}

export function writtenTarget(name: string, definition: TableDefinition): Target {
  const key = primaryKeyOf(definition)?.constraint
  return {
    name,
    columns: definition.columns.map((column) => column.name),
    key: key?.kind === 'primaryKey' ? key.columns : [],
  }
}

export function targetOf({ table, columns, constraints }: Table): Target {
  return {
    name: table.name,
    columns: columns.map((column) => column.name),
    key: constraints.find((one) => one.kind === 'primaryKey')?.columns ?? [],
  }
}
