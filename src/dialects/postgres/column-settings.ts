import type { AlterColumn, ExistingColumn, PostgresColumnChange } from '../../operations/operation.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { TableName } from '../../schema/model.ts'
import { ownedName } from '../../schema/owned-name.ts'
import type { Sql } from '../../schema/values.ts'
import { join, raw } from '../ddl.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { dollarQuoted } from './dollar-quote.ts'
import { ddl, identifier, tableName } from './identifier.ts'
import { quoted } from './literal.ts'
import { settingChanges } from './table-options.ts'
import { typeText } from './types.ts'

/** What else of a column changes: how its values are stored. A new type or collation forgets how, so it is told again. */
export function settingStatements({ table, column, to, existing = {} }: AlterColumn): readonly Sql[] {
  const isRetyped = to.type !== undefined || to.collation !== undefined
  const { storage, compression } = isRetyped ? (existing.postgres ?? {}) : {}
  const change: PostgresColumnChange = {
    ...(storage !== undefined && { storage }),
    ...(compression !== undefined && { compression }),
    ...to.postgres,
  }
  const actions = actionsOf(change).map((action) => ddl`ALTER COLUMN ${column} ${action}`)
  return [
    ...(actions.length === 0 ? [] : [ddl`ALTER TABLE ONLY ${table} ${join(actions)}`]),
    ...(change.storage === null && !isRetyped ? [usualStorage(table, column)] : []),
  ]
}

function actionsOf({ storage, compression, statistics, options }: PostgresColumnChange): readonly Sql[] {
  return [
    ...(storage === undefined || storage === null ? [] : [raw(`SET STORAGE ${storage.toUpperCase()}`)]),
    ...(compression === undefined ? [] : [raw(`SET COMPRESSION ${compression ?? 'default'}`)]),
    ...(statistics === undefined ? [] : [raw(`SET STATISTICS ${statistics ?? -1}`)]),
    ...settingChanges(options ?? {}),
  ]
}

/** SET STORAGE DEFAULT is PostgreSQL 16's: before, the type has to be asked. */
function usualStorage(table: TableName, column: string): Sql {
  const alter = `ALTER TABLE ONLY ${tableName(table)} ALTER COLUMN ${identifier(column)} SET STORAGE `
  return raw(
    `DO ${dollarQuoted(`
BEGIN
  EXECUTE ${quoted(alter)} || (SELECT CASE t.typstorage
      WHEN 'p' THEN 'PLAIN' WHEN 'm' THEN 'MAIN' WHEN 'e' THEN 'EXTERNAL' ELSE 'EXTENDED' END
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = ${quoted(tableName(table))}::regclass AND a.attname = ${quoted(column)});
END
`)}`,
  )
}

/** The sequence of a column that is numbered no more goes before its column changes. */
export function serialDropped({ table, column, to }: AlterColumn): readonly Sql[] {
  if (to.serial !== false) return []
  return [
    ddl`ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT`,
    ddl`DROP SEQUENCE ${sequenceOf(table, column)}`,
  ]
}

/** A sequence of its own, as `serial` makes it, and where the rows are; or the one that is there, with the new type. */
export function serialMade({ table, column, to, existing = {} }: AlterColumn): readonly Sql[] {
  const sequence = sequenceOf(table, column)
  if (to.serial === true) {
    const type = numberType(column, to.type ?? existing.type)
    return [
      ddl`CREATE SEQUENCE ${sequence} AS ${raw(type)} OWNED BY ${table}.${column}`,
      ddl`ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT nextval(${raw(quoted(tableName(sequence)))}::regclass)`,
      behindRows(table, column),
    ]
  }
  if (to.serial === false && to.identity) return [behindRows(table, column)]
  if (to.serial === false || existing.serial !== true || to.type === undefined) return []
  return [ddl`ALTER SEQUENCE ${sequence} AS ${raw(numberType(column, to.type))}`]
}

function sequenceOf({ name, schema }: TableName, column: string): TableName {
  return { name: ownedName(name, column, 'seq'), ...(schema !== undefined && { schema }) }
}

function numberType(column: string, type: ExistingColumn['type'] | ColumnType): string {
  if (type !== undefined && ['smallint', 'integer', 'bigint'].includes(type.type)) return type.type
  throw new UnsupportedOperationError(
    'postgres',
    `numbers a serial column with whole numbers, and ${identifier(column)} is ${type === undefined ? 'of a type that is not told' : typeText(type)}`,
    'Tell its type in `existing`: t.smallint(), t.integer() or t.bigint().',
  )
}

/** The next number comes behind those that the rows have. */
function behindRows(table: TableName, column: string): Sql {
  const sequence = raw(`pg_get_serial_sequence(${quoted(tableName(table))}, ${quoted(column)})`)
  return ddl`SELECT setval(${sequence}, coalesce(max(${column}), 0) + 1, false) FROM ${table}`
}
