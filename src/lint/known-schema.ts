import type { AlterColumn } from '../operations/operation.ts'
import type { ColumnType } from '../schema/column-type.ts'
import type { Constraint, GeneratedColumn, Index, TableName } from '../schema/model.ts'
import type { Step } from './entry.ts'

/** What the revisions tell of a table. One that was made before the history begins is known in part. */
export interface KnownTable {
  readonly columns: Map<string, KnownColumn>
  indexes: readonly Index[]
  constraints: readonly Constraint[]
  /** Made by one of the revisions that are looked at. */
  readonly isNew: boolean
  /** Its making was seen: what isn't told is not there. */
  readonly isWhole: boolean
}

export interface KnownColumn {
  readonly type?: ColumnType
  readonly nullable?: boolean
  readonly generated?: GeneratedColumn
}

/** The tables as the revisions up to a step leave them. */
export class KnownSchema {
  readonly #tables = new Map<string, KnownTable>()
  /** Enum types that are made, and values that are added, by one of the revisions that are looked at. */
  readonly newTypes = new Set<string>()
  readonly #newIndexes = new Set<string>()

  find(table: TableName): KnownTable | undefined {
    return this.#tables.get(keyOf(table))
  }

  isNew(table: TableName): boolean {
    return this.find(table)?.isNew === true
  }

  /** Whether an index was made by a revision that is looked at, or belongs to a table that was. */
  isNewIndex(name: string): boolean {
    const tables = [...this.#tables.values()]
    return (
      this.#newIndexes.has(name) ||
      tables.some(({ isNew, indexes }) => isNew && indexes.some((index) => index.name === name))
    )
  }

  column(table: TableName, column: string): KnownColumn | undefined {
    return this.find(table)?.columns.get(column)
  }

  /** Does a step; `isNew`: it belongs to a revision that is looked at. */
  apply(step: Step, isNew: boolean): void {
    switch (step.kind) {
      case 'createTable': {
        const { table, columns, constraints } = step.table
        if (step.ifNotExists && this.#tables.has(keyOf(table))) return
        this.#tables.set(keyOf(table), {
          columns: new Map(columns.map((column) => [column.name, column])),
          indexes: step.indexes ?? [],
          constraints,
          isNew,
          isWhole: true,
        })
        return
      }
      case 'dropTable':
        this.#tables.delete(keyOf(step.table))
        return
      case 'renameTable': {
        const table = this.find(step.table)
        this.#tables.delete(keyOf(step.table))
        if (table !== undefined) this.#tables.set(keyOf({ ...step.table, name: step.to }), table)
        return
      }
      case 'addColumn':
        this.#change(step.table, (table) => {
          table.columns.set(step.column.name, step.column)
          table.constraints = [...table.constraints, ...(step.constraints ?? [])]
        })
        return
      case 'dropColumn':
        this.#change(step.table, (table) => table.columns.delete(step.column))
        return
      case 'alterColumn':
        this.#change(step.table, (table) => alter(table, step))
        return
      case 'addConstraint':
        this.#change(step.table, (table) => {
          table.constraints = [...table.constraints, step.constraint]
        })
        return
      case 'dropConstraint':
        this.#change(step.table, (table) => {
          table.constraints = table.constraints.filter(({ name }) => name !== step.name)
        })
        return
      case 'createIndex':
        if (isNew) this.#newIndexes.add(step.index.name)
        this.#change(step.table, (table) => {
          table.indexes = [...table.indexes, step.index]
        })
        return
      case 'dropIndex':
        for (const table of this.#tables.values())
          table.indexes = table.indexes.filter(({ name }) => name !== step.name)
        return
      case 'createObject':
        if (isNew && 'name' in step.object) this.newTypes.add(String(step.object.name))
        return
      default:
        return
    }
  }

  #change(name: TableName, change: (table: KnownTable) => unknown): void {
    const table = this.find(name) ?? {
      columns: new Map(),
      indexes: [],
      constraints: [],
      isNew: false,
      isWhole: false,
    }
    this.#tables.set(keyOf(name), table)
    change(table)
  }
}

function alter({ columns }: KnownTable, { column, to }: AlterColumn): void {
  const { generated, ...before } = columns.get(column) ?? {}
  const computed = to.generated === undefined ? generated : to.generated
  columns.delete(column)
  columns.set(to.name ?? column, {
    ...before,
    ...(computed && { generated: computed }),
    ...(to.type !== undefined && { type: to.type }),
    ...(to.nullable !== undefined && { nullable: to.nullable }),
  })
}

function keyOf({ schema, name }: TableName): string {
  return `${schema ?? ''}.${name}`
}

/** Whether an index or a key of the table begins with these columns, in any order. */
export function hasIndexOn(table: KnownTable, columns: readonly string[]): boolean {
  const keys = [
    ...table.indexes.flatMap(({ where, keys }) =>
      where === undefined ? [keys.map(({ column }) => column)] : [],
    ),
    ...table.constraints.flatMap((one) =>
      one.kind === 'primaryKey' || one.kind === 'unique' ? [one.columns] : [],
    ),
  ]
  return keys.some((key) => {
    const first = key.slice(0, columns.length)
    return columns.every((column) => first.includes(column))
  })
}
