import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import type { TableDefinition } from '../../src/schema/define-table.ts'
import { deepFreeze } from '../../src/schema/freeze.ts'
import type { Column, TableName } from '../../src/schema/model.ts'
import type { SchemaObject, View } from '../../src/schema/objects.ts'
import type { Rename } from '../../src/schema/rename.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../src/schema/snapshot.ts'

/** A schema as somebody declares it. */
export interface Declared {
  readonly tables: readonly TableDefinition[]
  readonly objects: readonly SchemaObject[]
  /** The names that constraints have which are declared without. */
  readonly forgotten?: readonly string[]
  /** What was called otherwise before the step that led here. */
  readonly renames?: readonly Rename[]
}

/** What the declarations come to. */
export function snapshotOf({ tables, objects }: Declared): SchemaSnapshot {
  return declaredSnapshot([
    ...tables.map((definition) =>
      Object.freeze({
        type: 'table',
        ...definition.table.table,
        definition: deepFreeze(structuredClone(definition)),
        unnamedIndexes: [],
      }),
    ),
    ...objects.map((object) => deepFreeze(structuredClone(object))),
  ])
}

export function isSameName(one: TableName, other: TableName): boolean {
  return qualifiedKey(one) === qualifiedKey(other)
}

export function tableNamed(
  { tables }: Pick<Declared, 'tables'>,
  name: TableName,
): TableDefinition | undefined {
  return tables.find(({ table }) => isSameName(table.table, name))
}

/** The schema with one table more. */
export function withNewTable(declared: Declared, definition: TableDefinition): Declared {
  return { ...declared, tables: [...declared.tables, definition] }
}

/** The schema with a table in the place of the one that has its name. */
export function withTable(declared: Declared, definition: TableDefinition): Declared {
  return {
    ...declared,
    tables: declared.tables.map((one) =>
      isSameName(one.table.table, definition.table.table) ? definition : one,
    ),
  }
}

/** The schema with an object in the place of another. */
export function withObject(declared: Declared, was: SchemaObject, object: SchemaObject): Declared {
  return { ...declared, objects: declared.objects.map((one) => (one === was ? object : one)) }
}

export function columnOf(definition: TableDefinition, name: string): Column | undefined {
  return definition.table.columns.find((column) => column.name === name)
}

/** The names of a view's columns, which its query ends each item of its list with. */
export function viewColumns({ query }: View): readonly string[] {
  const [, list = ''] = /^SELECT (.*?) FROM /s.exec(query) ?? []
  return list.split(', ').map((item) => /["`]([^"`]*)["`]$/.exec(item)?.[1] ?? '')
}
