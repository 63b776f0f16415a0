import { mysqlColumnOf, postgresColumnOf, sqliteColumnOf } from '../schema/column-settings.ts'
import type { MysqlColumn, PostgresColumn, SqliteColumn } from '../schema/model.ts'
import { OperationError } from './errors.ts'
import type { ColumnChange, ExistingColumn } from './operation.ts'
import { knownOptions } from './options.ts'
import { present, settingsAfter, settingsBefore } from './setting-changes.ts'

/** The part of a column's change that only one database has. */
export type ColumnSettingChanges = Pick<ColumnChange, 'postgres' | 'mysql' | 'sqlite'>

/** The changes, checked. Throws `OperationError` and `DefinitionError` for what no column has. */
export function columnSettingChanges({
  postgres,
  mysql,
  sqlite,
}: ColumnSettingChanges): ColumnSettingChanges {
  return {
    ...(postgres !== undefined && { postgres: postgresChange(postgres) }),
    ...(mysql !== undefined && { mysql: mysqlChange(mysql) }),
    ...(sqlite !== undefined && { sqlite: sqliteChange(sqlite) }),
  }
}

function postgresChange(
  changes: NonNullable<ColumnChange['postgres']>,
): NonNullable<ColumnChange['postgres']> {
  const what = '`postgres` of op.alterColumn'
  const { options, ...rest } = changing(what, changes, ['storage', 'compression', 'statistics', 'options'])
  const kept = options === undefined ? {} : present(knownOptions(what, options, Object.keys(options ?? {})))
  const settings: PostgresColumn = {
    ...present(rest),
    ...(Object.keys(kept).length > 0 && { options: kept }),
  }
  const { options: values, ...checked } = postgresColumnOf(settings)
  return {
    ...rest,
    ...checked,
    ...(options !== undefined && { options: { ...options, ...values } }),
  }
}

function mysqlChange(changes: NonNullable<ColumnChange['mysql']>): NonNullable<ColumnChange['mysql']> {
  const { invisible, ...rest } = changing('`mysql` of op.alterColumn', changes, [
    'characterSet',
    'onUpdate',
    'invisible',
    'check',
  ])
  if (invisible !== undefined && typeof invisible !== 'boolean') {
    throw new OperationError(`\`invisible\` is ${JSON.stringify(invisible)}`, 'Give true or false.')
  }
  return { ...rest, ...mysqlColumnOf(present(rest)), ...(invisible !== undefined && { invisible }) }
}

function sqliteChange(changes: NonNullable<ColumnChange['sqlite']>): NonNullable<ColumnChange['sqlite']> {
  const given = changing('`sqlite` of op.alterColumn', changes, ['onNull'])
  return { ...given, ...sqliteColumnOf(present(given)) }
}

function changing<Changes extends object>(
  what: string,
  changes: Changes,
  known: readonly (keyof Changes & string)[],
): Changes {
  knownOptions(what, changes, known)
  if (Object.values(changes).some((value) => value !== undefined)) return changes
  throw new OperationError(`${what} changes nothing`, `Say what to change: ${known.join(', ')}.`)
}

/** What makes the settings again what they were; `isWhole`: what is not told of the column is not there. */
export function settingChangesBefore(
  change: ColumnSettingChanges,
  was: ExistingColumn,
  isWhole: boolean,
): ColumnSettingChanges | undefined {
  const keys = (['postgres', 'mysql', 'sqlite'] as const).filter((key) => change[key] !== undefined)
  if (!isWhole && keys.some((key) => was[key] === undefined)) return undefined
  return {
    ...(change.postgres && { postgres: postgresBefore(change.postgres, was.postgres ?? {}) }),
    ...(change.mysql && { mysql: mysqlBefore(change.mysql, was.mysql ?? {}) }),
    ...(change.sqlite && { sqlite: { onNull: was.sqlite?.onNull ?? null } }),
  }
}

function postgresBefore(
  { storage, compression, statistics, options }: NonNullable<ColumnChange['postgres']>,
  was: PostgresColumn,
): NonNullable<ColumnChange['postgres']> {
  return {
    ...(storage !== undefined && { storage: was.storage ?? null }),
    ...(compression !== undefined && { compression: was.compression ?? null }),
    ...(statistics !== undefined && { statistics: was.statistics ?? null }),
    ...(options !== undefined && { options: settingsBefore(options, was.options) }),
  }
}

function mysqlBefore(
  { characterSet, onUpdate, invisible, check }: NonNullable<ColumnChange['mysql']>,
  was: MysqlColumn,
): NonNullable<ColumnChange['mysql']> {
  return {
    ...(characterSet !== undefined && { characterSet: was.characterSet ?? null }),
    ...(onUpdate !== undefined && { onUpdate: was.onUpdate ?? null }),
    ...(invisible !== undefined && { invisible: was.invisible === true }),
    ...(check !== undefined && { check: was.check ?? null }),
  }
}

/** The settings of the column as they are after the change. */
export function settingsAfterChange(
  { postgres, mysql, sqlite }: ColumnSettingChanges,
  was: ExistingColumn,
): Pick<ExistingColumn, 'postgres' | 'mysql' | 'sqlite'> {
  return {
    ...part('postgres', postgres && postgresAfter(postgres, was.postgres ?? {})),
    ...part('mysql', mysql && mysqlAfter(mysql, was.mysql ?? {})),
    ...part('sqlite', sqlite && (present({ ...was.sqlite, ...sqlite }) as SqliteColumn)),
  }
}

/** One without settings is left out. */
function part<Key extends string, Settings extends object>(
  key: Key,
  settings: Settings | undefined,
): { readonly [K in Key]?: Settings } {
  const isEmpty = settings === undefined || Object.keys(settings).length === 0
  return (isEmpty ? {} : { [key]: settings }) as { readonly [K in Key]?: Settings }
}

function postgresAfter(
  { options, ...change }: NonNullable<ColumnChange['postgres']>,
  { options: before, ...was }: PostgresColumn,
): PostgresColumn {
  const settings = settingsAfter(options, before)
  return { ...present({ ...was, ...change }), ...(settings && { options: settings }) }
}

function mysqlAfter(
  { invisible, ...change }: NonNullable<ColumnChange['mysql']>,
  { invisible: before, ...was }: MysqlColumn,
): MysqlColumn {
  return {
    ...present({ ...was, ...change }),
    ...((invisible ?? before) === true && { invisible: true }),
  }
}
