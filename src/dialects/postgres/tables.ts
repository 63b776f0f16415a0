import type { CreateTable, DropTable, RenameTable } from '../../operations/operation.ts'
import type { Column, Constraint, PostgresTable, Table, TableName } from '../../schema/model.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { columnDefinition, columnExtras, notNullText } from './columns.ts'
import { constraintClause, constraintComments } from './constraints.ts'
import { ddl } from './identifier.ts'
import { createIndex, indexKey } from './indexes.ts'
import { defaultLiteral, quoted } from './literal.ts'
import { settings } from './settings.ts'
import { identityText } from './table-options.ts'
import { setRowSecurity } from './triggers.ts'
import { createEnums } from './types.ts'

/** The enum types that the columns need, the table, its comments, its indexes. SQLite's options say nothing here. */
export function createTable({ table: defined, indexes = [], ifNotExists }: CreateTable): readonly Sql[] {
  const { table, columns, constraints, comment, postgres } = defined
  const guard = raw(ifNotExists === true ? 'IF NOT EXISTS ' : '')
  const later = constraints.filter((one, at) => isNotValid(one) || isKeyAgain(one, constraints.slice(0, at)))
  const inside = constraints.filter((one) => !later.includes(one))
  const own = columns.filter(({ postgres: settings }) => settings?.inherited !== true)
  const parts = [...own.map(columnDefinition), ...inside.map((one) => constraintClause(one))]
  const list = raw(parts.length === 0 ? '()' : `(\n  ${join(parts, ',\n  ').sql}\n)`)
  const partition = columns.length === 0 ? postgres?.partitionOf : undefined
  const body = partition === undefined ? list : partitionBody(partition, parts, list)
  return [
    ...createEnums(columns.map((column) => column.type)),
    join([ddl`CREATE ${keyword(defined)} ${guard}${table} ${body}`, ...storage(postgres ?? {})], ' '),
    ...(comment === undefined ? [] : [ddl`COMMENT ON TABLE ${table} IS ${raw(quoted(comment))}`]),
    ...columns.flatMap((one) => changedColumn(table, one)),
    ...columnExtras(table, columns),
    ...later.map((one) => ddl`ALTER TABLE ${table} ADD ${constraintClause(one)}`),
    ...constraintComments(table, constraints),
    ...indexes.flatMap((index) =>
      createIndex({ kind: 'createIndex', table, index, ...(ifNotExists === true && { ifNotExists }) }),
    ),
    ...tableSettings(table, postgres ?? {}),
    ...(columns.length === 0 ? [] : attachment(table, postgres?.partitionOf)),
  ]
}

/** A new table has no rows that could break a constraint: where it is to be NOT VALID, it is added afterwards. */
function isNotValid(constraint: Constraint): boolean {
  return 'notValid' in constraint && constraint.notValid === true
}

/** CREATE TABLE takes two keys over the same columns for one; added afterwards, both are there. */
function isKeyAgain(constraint: Constraint, before: readonly Constraint[]): boolean {
  const columns = keyColumns(constraint)
  return columns !== undefined && before.some((one) => keyColumns(one) === columns)
}

function keyColumns(constraint: Constraint): string | undefined {
  const isKey = constraint.kind === 'primaryKey' || constraint.kind === 'unique'
  return isKey ? JSON.stringify(constraint.columns) : undefined
}

/** What can be said of a table only when it and its indexes are there. */
function tableSettings(table: TableName, settings: PostgresTable): readonly Sql[] {
  const { rowSecurity, clusterOn, replicaIdentity, ofType } = settings
  return [
    ...(ofType === undefined ? [] : [ddl`ALTER TABLE ${table} OF ${ofType}`]),
    ...(clusterOn === undefined ? [] : [ddl`ALTER TABLE ${table} CLUSTER ON ${clusterOn}`]),
    ...(replicaIdentity === undefined
      ? []
      : [ddl`ALTER TABLE ONLY ${table} REPLICA IDENTITY ${identityText(replicaIdentity)}`]),
    ...(rowSecurity === undefined
      ? []
      : [
          setRowSecurity({
            kind: 'setRowSecurity',
            table,
            enabled: rowSecurity !== 'forced but disabled',
            ...(rowSecurity !== 'enabled' && { forced: true }),
          }),
        ]),
  ]
}

function keyword({ temporary, postgres }: Table): Sql {
  return raw(
    temporary === true ? 'TEMPORARY TABLE' : postgres?.unlogged === true ? 'UNLOGGED TABLE' : 'TABLE',
  )
}

/** A partition whose columns are not quite those of its table is made by itself. */
function attachment(partition: TableName, of: PostgresTable['partitionOf']): readonly Sql[] {
  return of === undefined
    ? []
    : [ddl`ALTER TABLE ${of.table} ATTACH PARTITION ${partition} ${raw(of.bounds)}`]
}

/** What is different of a column that the table inherits. */
function changedColumn(table: TableName, column: Column): readonly Sql[] {
  if (column.postgres?.inherited !== true) return []
  const { name, type, nullable, default: value } = column
  const { notNull } = column.postgres
  const change = value === undefined ? raw('DROP DEFAULT') : raw(`SET DEFAULT ${defaultLiteral(value, type)}`)
  const actions = [
    ddl`ALTER COLUMN ${name} ${change}`,
    ...(nullable || notNull?.notValid === true
      ? []
      : [
          notNull === undefined
            ? ddl`ALTER COLUMN ${name} SET NOT NULL`
            : ddl`ADD ${notNullText(notNull, name)}`,
        ]),
  ]
  return [ddl`ALTER TABLE ONLY ${table} ${join(actions)}`]
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

/** Foreign keys to a partitioned table hold each of its partitions until that is let go. */
export function dropTable({ table, ifExists, was }: DropTable): readonly Sql[] {
  if (ifExists === true) return [ddl`DROP TABLE IF EXISTS ${table}`]
  const whole = was?.postgres?.partitionOf?.table
  const drop = ddl`DROP TABLE ${table}`
  return whole === undefined ? [drop] : [ddl`ALTER TABLE ${whole} DETACH PARTITION ${table}`, drop]
}

export function renameTable({ table, to }: RenameTable): readonly Sql[] {
  return [ddl`ALTER TABLE ${table} RENAME TO ${to}`]
}
