import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { TableName } from '../../schema/model.ts'
import type { Rename } from '../../schema/rename.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { folded } from './renamed-text.ts'

/** What tables and columns are called after renames, by what they were called before. */
export interface RenameMap {
  readonly dialect: DialectName
  table(table: TableName): TableName
  column(table: TableName, column: string): string
  /** The same; `undefined` where it keeps its name. */
  newColumn(table: TableName, column: string): string | undefined
  /** Whether the table is among `touched`. */
  isTouched(table: TableName): boolean
  /** The tables that are called otherwise or have a column that is, with their old names. */
  readonly touched: readonly TouchedTable[]
}

export interface TouchedTable {
  readonly table: TableName
  readonly isRenamed: boolean
  /** The old names of the columns. */
  readonly columns: readonly string[]
}

/** On PostgreSQL, tables that inherit a column have it renamed along. */
export function renameMap(
  { tables }: SchemaSnapshot,
  renames: readonly Rename[],
  dialect: DialectName,
): RenameMap {
  const newTables = new Map<string, TableName>()
  const formerly = new Map<string, TableName>()
  for (const one of renames) {
    if (one.what !== 'table') continue
    const place = one.schema === undefined ? {} : { schema: one.schema }
    newTables.set(qualifiedKey({ ...place, name: one.from }), { name: one.to, ...place })
    formerly.set(qualifiedKey({ ...place, name: one.to }), { name: one.from, ...place })
  }
  const columns = new Map<string, Map<string, string>>()
  const heirs = dialect === 'postgres' ? heirsOf(tables) : new Map<string, readonly TableName[]>()
  const add = (table: TableName, from: string, to: string): void => {
    const key = qualifiedKey(table)
    const known = columns.get(key) ?? new Map<string, string>()
    if (known.has(folded(from, dialect))) return
    columns.set(key, known.set(folded(from, dialect), to))
    for (const heir of heirs.get(key) ?? []) add(heir, from, to)
  }
  for (const one of renames) {
    if (one.what === 'column') add(formerly.get(qualifiedKey(one.table)) ?? one.table, one.from, one.to)
  }
  const newColumn = (table: TableName, column: string) =>
    columns.get(qualifiedKey(table))?.get(folded(column, dialect))
  return {
    dialect,
    table: (table) => newTables.get(qualifiedKey(table)) ?? table,
    column: (table, column) => newColumn(table, column) ?? column,
    newColumn,
    isTouched: (table) => columns.has(qualifiedKey(table)) || newTables.has(qualifiedKey(table)),
    touched: tables.flatMap(({ table: { table } }) => {
      const key = qualifiedKey(table)
      const own = columns.get(key)
      if (own === undefined && !newTables.has(key)) return []
      return [{ table, isRenamed: newTables.has(key), columns: [...(own?.keys() ?? [])] }]
    }),
  }
}

/** The tables that have their columns from another, by its key. */
function heirsOf(tables: readonly TableDefinition[]): ReadonlyMap<string, readonly TableName[]> {
  const heirs = new Map<string, TableName[]>()
  for (const { table } of tables) {
    const { inherits = [], partitionOf } = table.postgres ?? {}
    for (const parent of [...inherits, ...(partitionOf === undefined ? [] : [partitionOf.table])]) {
      const key = qualifiedKey(parent)
      const known = heirs.get(key)
      if (known === undefined) heirs.set(key, [table.table])
      else known.push(table.table)
    }
  }
  return heirs
}
