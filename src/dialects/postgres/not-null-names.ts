import type { Column, Table } from '../../schema/model.ts'

/**
 * The table with the names that its NOT NULLs have in `actual`, where it doesn't say any: a table that was renamed
 * keeps those it had, and nobody declares them. PostgreSQL 18.
 */
export function withNotNullNames(table: Table, actual: Table | undefined): Table {
  const names = new Map(actual?.columns.map(({ name, postgres }) => [name, postgres?.notNull?.name]))
  if (actual === undefined || [...names.values()].every((name) => name === undefined)) return table
  return { ...table, columns: table.columns.map((column) => named(column, names.get(column.name))) }
}

function named(column: Column, name: string | undefined): Column {
  const { nullable, postgres } = column
  if (name === undefined || nullable || postgres?.notNull?.name !== undefined) return column
  return { ...column, postgres: { ...postgres, notNull: { name, ...postgres?.notNull } } }
}
