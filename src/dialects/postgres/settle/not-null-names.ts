import type { TableDefinition } from '../../../schema/define-table.ts'
import type { Column, Table } from '../../../schema/model.ts'
import type { SchemaObject } from '../../../schema/objects.ts'
import type { SchemaSnapshot } from '../../../schema/snapshot.ts'
import type { Query } from '../../dialect.ts'

/**
 * The table with the names that its NOT NULLs have in `actual`, where it doesn't say any: a table that was renamed
 * keeps those it had, and nobody declares them. PostgreSQL 18.
 */
export function withNotNullNames(table: Table, actual: Table | undefined): Table {
  const names = new Map(actual?.columns.map(({ name, postgres }) => [name, postgres?.notNull?.name]))
  if (actual === undefined || [...names.values()].every((name) => name === undefined)) return table
  return { ...table, columns: table.columns.map((column) => named(column, names.get(column.name))) }
}

/** The first servers that have the NOT NULL of a column, and that of a domain, as a constraint. */
const namedNotNulls = { column: 180_000, domain: 170_000 } as const

/**
 * The schema as the server can have it: before PostgreSQL 18 the NOT NULL of a column has no name, nor is anything said of
 * it, and before 17 that of a domain.
 */
export async function withPossibleNotNulls(query: Query, declared: SchemaSnapshot): Promise<SchemaSnapshot> {
  const { tables, objects } = declared
  if (!tables.some(saysOfColumns) && !objects.some(saysOfDomain)) return declared
  const [row] = await query("SELECT current_setting('server_version_num')::integer AS version")
  const version = Number(row?.version)
  if (version >= namedNotNulls.column) return declared
  return {
    ...declared,
    tables: tables.map((one) =>
      saysOfColumns(one)
        ? { ...one, table: { ...one.table, columns: one.table.columns.map(withoutName) } }
        : one,
    ),
    objects: version >= namedNotNulls.domain ? objects : objects.map(withoutDomainName),
  }
}

function saysOfColumns({ table }: TableDefinition): boolean {
  return table.columns.some(({ postgres }) => postgres?.notNull !== undefined)
}

function saysOfDomain(object: SchemaObject): boolean {
  return object.type === 'domain' && object.notNull !== undefined
}

function withoutDomainName(object: SchemaObject): SchemaObject {
  if (object.type !== 'domain' || object.notNull === undefined) return object
  const { notNull: _, ...domain } = object
  return domain
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
