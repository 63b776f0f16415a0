import type { TableName } from '../../schema/model.ts'
import type { Rename } from '../../schema/rename.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'

/**
 * The tables and columns of a declared schema that SQLite has by the same name but for its case, so that they stand in
 * `settled` by the name that the database has. They are no difference unless somebody says that they are renamed.
 */
export function caseRenames(settled: SchemaSnapshot, written: SchemaSnapshot): readonly Rename[] {
  const wanted = new Map(written.tables.map((one) => [keyOf(one.table.table), one.table]))
  return settled.tables.flatMap(({ table }): readonly Rename[] => {
    const { name, schema } = table.table
    const now = wanted.get(keyOf(table.table))
    if (now === undefined) return []
    const columns = new Map(now.columns.map((column) => [column.name.toLowerCase(), column.name]))
    const place = schema === undefined ? {} : { schema }
    return [
      ...(now.table.name === name
        ? []
        : [{ what: 'table' as const, ...place, from: name, to: now.table.name }]),
      ...table.columns.flatMap(({ name: from }) => {
        const to = columns.get(from.toLowerCase()) ?? from
        return to === from ? [] : [{ what: 'column' as const, table: now.table, from, to }]
      }),
    ]
  })
}

/** A schema with its tables and columns by the new names; what speaks of them keeps the old. */
export function withCases(settled: SchemaSnapshot, renames: readonly Rename[]): SchemaSnapshot {
  if (renames.length === 0) return settled
  const tables = settled.tables.map(({ table, indexes }) => {
    const own = keyOf(table.table)
    const title = renames.find((one) => one.what === 'table' && keyOf({ ...one, name: one.to }) === own)
    const columns = table.columns.map((column) => {
      const one = renames.find(
        (each) => each.what === 'column' && keyOf(each.table) === own && each.from === column.name,
      )
      return one === undefined ? column : { ...column, name: one.to }
    })
    const name = title === undefined ? table.table : { ...table.table, name: title.to }
    return { table: { ...table, table: name, columns }, indexes }
  })
  return { ...settled, tables }
}

function keyOf({ name, schema }: TableName): string {
  return qualifiedKey({ name: name.toLowerCase(), ...(schema !== undefined && { schema }) })
}
