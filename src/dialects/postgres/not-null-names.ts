import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column, Table } from '../../schema/model.ts'
import type { Query } from '../dialect.ts'

/**
 * The table with the names that its NOT NULLs have in `actual`, where it doesn't say any: a table that was renamed
 * keeps those it had, and nobody declares them. PostgreSQL 18.
 */
export function withNotNullNames(table: Table, actual: Table | undefined): Table {
  const names = new Map(actual?.columns.map(({ name, postgres }) => [name, postgres?.notNull?.name]))
  if (actual === undefined || [...names.values()].every((name) => name === undefined)) return table
  return { ...table, columns: table.columns.map((column) => named(column, names.get(column.name))) }
}

const namedNotNulls = 180_000

/** The tables as the server can have them: before PostgreSQL 18, a NOT NULL has no name, nor is anything said of it. */
export async function withPossibleNotNulls(
  query: Query,
  tables: readonly TableDefinition[],
): Promise<readonly TableDefinition[]> {
  const says = ({ table }: TableDefinition) =>
    table.columns.some(({ postgres }) => postgres?.notNull !== undefined)
  if (!tables.some(says)) return tables
  const [row] = await query("SELECT current_setting('server_version_num')::integer AS version")
  if (Number(row?.version) >= namedNotNulls) return tables
  return tables.map((one) =>
    says(one) ? { ...one, table: { ...one.table, columns: one.table.columns.map(withoutName) } } : one,
  )
}

function withoutName(column: Column): Column {
  if (column.postgres?.notNull === undefined) return column
  const { postgres, ...rest } = column
  const { notNull, ...settings } = postgres
  const { name: _, comment: __, ...kept } = notNull ?? {}
  const left = { ...settings, ...(Object.keys(kept).length > 0 && { notNull: kept }) }
  return { ...rest, ...(Object.keys(left).length > 0 && { postgres: left }) }
}

function named(column: Column, name: string | undefined): Column {
  const { nullable, postgres } = column
  if (name === undefined || nullable || postgres?.notNull?.name !== undefined) return column
  return { ...column, postgres: { ...postgres, notNull: { name, ...postgres?.notNull } } }
}
