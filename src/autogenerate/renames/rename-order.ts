import type { Operation } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { TableName } from '../../schema/model.ts'
import type { ColumnRename, Rename, TableRename } from '../../schema/rename.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { inFreeOrder } from './rename-chains.ts'
import { relationKeys } from './renamed-objects.ts'
import { folded } from './renamed-text.ts'

/** The operations that carry out renames: those of tables first, each when the name that it gives is free. */
export function renamesInOrder(
  before: SchemaSnapshot,
  renames: readonly Rename[],
  dialect: DialectName,
): readonly Operation[] {
  const tables = renames.filter((one) => one.what === 'table')
  const columns = renames.filter((one) => one.what === 'column')
  const relations = relationKeys(before)
  return [
    ...groupedBy(tables, ({ schema = '' }) => schema).flatMap((group) =>
      tableSteps(group, relations, dialect),
    ),
    ...groupedBy(columns, ({ table }) => qualifiedKey(table)).flatMap((group) =>
      columnSteps(group, columnsOf(before, tables, group), dialect),
    ),
  ]
}

function groupedBy<One>(list: readonly One[], key: (one: One) => string): readonly (readonly One[])[] {
  const groups = new Map<string, One[]>()
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one])
  return [...groups.values()]
}

function tableSteps(
  renames: readonly TableRename[],
  relations: ReadonlySet<string>,
  dialect: DialectName,
): readonly Operation[] {
  const { schema } = renames[0] ?? {}
  const called = (name: string): TableName => ({ name, ...(schema !== undefined && { schema }) })
  const isTaken = (name: string) => relations.has(qualifiedKey(called(name)))
  return inFreeOrder(renames, isTaken, (name) => folded(name, dialect)).map(({ from, to }) => ({
    kind: 'renameTable',
    table: called(from),
    to,
  }))
}

function columnSteps(
  renames: readonly ColumnRename[],
  columns: ReadonlySet<string>,
  dialect: DialectName,
): readonly Operation[] {
  const { table } = renames[0] ?? {}
  if (table === undefined) return []
  return inFreeOrder(
    renames,
    (name) => columns.has(name),
    (name) => folded(name, dialect),
  ).map(({ from, to }) => ({ kind: 'alterColumn', table, column: from, to: { name: to } }))
}

/** The names of the columns of a table that may be called otherwise before. */
function columnsOf(
  before: SchemaSnapshot,
  tables: readonly TableRename[],
  [first]: readonly ColumnRename[],
): ReadonlySet<string> {
  if (first === undefined) return new Set()
  const { name, schema } = first.table
  const rename = tables.find((one) => one.to === name && one.schema === schema)
  const key = qualifiedKey({ ...first.table, name: rename?.from ?? name })
  const found = before.tables.find(({ table }) => qualifiedKey(table.table) === key)
  return new Set(found?.table.columns.map((column) => column.name))
}
