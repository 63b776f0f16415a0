import type { CreateTable, DropTable, RenameTable } from '../../operations/operation.ts'
import type { PostgresTable, Table } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { columnDefinition, commentOn } from './columns.ts'
import { constraintClause } from './constraints.ts'
import { ddl } from './identifier.ts'
import { createIndex, indexKey } from './indexes.ts'
import { quoted } from './literal.ts'
import { settings } from './settings.ts'
import { createEnums } from './types.ts'

/** The enum types that the columns need, the table, its comments, its indexes. SQLite's options say nothing here. */
export function createTable({ table: defined, indexes = [], ifNotExists }: CreateTable): readonly Sql[] {
  const { table, columns, constraints, comment, postgres } = defined
  const guard = raw(ifNotExists === true ? 'IF NOT EXISTS ' : '')
  const parts = [...columns.map(columnDefinition), ...constraints.map((one) => constraintClause(one))]
  const list = raw(parts.length === 0 ? '()' : `(\n  ${join(parts, ',\n  ').sql}\n)`)
  const body = postgres?.partitionOf === undefined ? list : partitionBody(postgres.partitionOf, parts, list)
  return [
    ...createEnums(columns.map((column) => column.type)),
    join([ddl`CREATE ${keyword(defined)} ${guard}${table} ${body}`, ...storage(postgres ?? {})], ' '),
    ...(comment === undefined ? [] : [ddl`COMMENT ON TABLE ${table} IS ${raw(quoted(comment))}`]),
    ...columns.flatMap((one) => (one.comment === undefined ? [] : [commentOn(table, one.name, one.comment)])),
    ...indexes.flatMap((index) =>
      createIndex({ kind: 'createIndex', table, index, ...(ifNotExists === true && { ifNotExists }) }),
    ),
  ]
}

function keyword({ temporary, postgres }: Table): Sql {
  return raw(
    temporary === true ? 'TEMPORARY TABLE' : postgres?.unlogged === true ? 'UNLOGGED TABLE' : 'TABLE',
  )
}

/** A partition has the columns of its table, so all that may stand in its parentheses are constraints. */
function partitionBody(
  { table, bounds }: NonNullable<PostgresTable['partitionOf']>,
  parts: readonly Sql[],
  list: Sql,
): Sql {
  return join([ddl`PARTITION OF ${table}`, parts.length === 0 ? undefined : list, raw(bounds)], ' ')
}

function storage(options: PostgresTable): readonly (Sql | undefined)[] {
  const { inherits, partitionBy, accessMethod, tablespace } = options
  return [
    inherits === undefined ? undefined : ddl`INHERITS (${join(inherits.map((one) => ddl`${one}`))})`,
    partitionBy === undefined
      ? undefined
      : ddl`PARTITION BY ${raw(partitionBy.strategy.toUpperCase())} (${join(partitionBy.keys.map(indexKey))})`,
    accessMethod === undefined ? undefined : ddl`USING ${accessMethod}`,
    options.storage === undefined ? undefined : ddl`WITH ${settings(options.storage)}`,
    tablespace === undefined ? undefined : ddl`TABLESPACE ${tablespace}`,
  ]
}

export function dropTable({ table, ifExists }: DropTable): readonly Sql[] {
  return [ddl`DROP TABLE ${raw(ifExists === true ? 'IF EXISTS ' : '')}${table}`]
}

export function renameTable({ table, to }: RenameTable): readonly Sql[] {
  return [ddl`ALTER TABLE ${table} RENAME TO ${to}`]
}
