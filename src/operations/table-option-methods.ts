import { deepFreeze } from '../schema/freeze.ts'
import type { MysqlTable, PostgresTable, TableName } from '../schema/model.ts'
import { tableNameOf } from '../schema/names.ts'
import { isOn } from '../schema/options.ts'
import type { TableOptions } from '../schema/table-options.ts'
import { tableOptionsOf } from '../schema/table-options.ts'
import { OperationError } from './errors.ts'
import type {
  AlterTableOptions,
  MysqlTableChange,
  PostgresTableChange,
  SettingChanges,
} from './object-operation.ts'
import { knownOptions } from './options.ts'
import type { TableArgument } from './table-argument.ts'
import type { SchemaOption } from './table-operations.ts'
import type { Turns } from './turns.ts'

/** What becomes of a table's options. What isn't named stays; `null` makes it the database's own, or takes it away. */
export interface TableOptionChanges {
  readonly postgres?: Omit<PostgresTableChange, 'inherits'> & {
    /** All the tables that it inherits from afterwards. */
    readonly inherits?: string | TableName | readonly (string | TableName)[] | null
  }
  readonly mysql?: MysqlTableChange
}

export interface AlterTableOptionsOptions extends SchemaOption {
  /** The options before, so that the change can be reversed: `{ postgres: { storage: { fillfactor: 70 } } }`. */
  readonly was?: Pick<TableOptions, 'postgres' | 'mysql'>
}

/** `op`'s method for what a table is as a whole. */
export interface TableOptionMethods {
  /** `op.alterTableOptions('item', { postgres: { storage: { fillfactor: 70 } }, mysql: { rowFormat: 'COMPRESSED' } })` */
  alterTableOptions(
    table: TableArgument,
    changes: TableOptionChanges,
    options?: AlterTableOptionsOptions,
  ): Promise<void>
}

export function tableOptionMethods({ done }: Turns): TableOptionMethods {
  return {
    alterTableOptions: (table, changes, options = {}) => done(alterTableOptions(table, changes, options)),
  }
}

function alterTableOptions(
  table: TableArgument,
  changes: TableOptionChanges,
  options: AlterTableOptionsOptions,
): AlterTableOptions {
  const call = 'op.alterTableOptions'
  const { schema, was } = knownOptions(call, options, ['schema', 'was'])
  const { postgres, mysql } = knownOptions(call, changes, ['postgres', 'mysql'])
  const name = tableNameOf(table, schema)
  const to = {
    ...(postgres !== undefined && { postgres: postgresChange(name, postgres) }),
    ...(mysql !== undefined && { mysql: mysqlChange(name, mysql) }),
  }
  if (Object.values(to).every((part) => Object.keys(part).length === 0)) {
    throw new OperationError(`Altering the options of ${name.name} changes nothing`, 'Say what to change.')
  }
  return deepFreeze({
    kind: 'alterTableOptions',
    table: name,
    to,
    ...(was !== undefined && { was: formerOptions(name, was) }),
  })
}

function formerOptions(
  table: TableName,
  was: Pick<TableOptions, 'postgres' | 'mysql'>,
): NonNullable<AlterTableOptions['was']> {
  knownOptions('`was` of op.alterTableOptions', was, ['postgres', 'mysql'])
  const { postgres, mysql } = tableOptionsOf(table, was)
  return { ...(postgres !== undefined && { postgres }), ...(mysql !== undefined && { mysql }) }
}

const onPostgres = ['ofType', 'tablespace', 'accessMethod', 'clusterOn', 'replicaIdentity'] as const

function postgresChange(
  table: TableName,
  changes: NonNullable<TableOptionChanges['postgres']>,
): PostgresTableChange {
  const what = '`postgres` of op.alterTableOptions'
  const { unlogged, inherits, storage, ...rest } = knownOptions(what, changes, [
    'unlogged',
    'inherits',
    'storage',
    ...onPostgres,
  ])
  const options = { ...without(rest), ...(inherits !== null && inherits !== undefined && { inherits }) }
  const { postgres = {} }: { postgres?: PostgresTable } = tableOptionsOf(table, { postgres: options })
  return {
    ...(unlogged !== undefined && { unlogged: isOn('unlogged', unlogged, refusal) }),
    ...(inherits === null && { inherits }),
    ...nulls(rest),
    ...postgres,
    ...(storage !== undefined && { storage: settingChanges(table, storage) }),
  }
}

function mysqlChange(table: TableName, changes: MysqlTableChange): MysqlTableChange {
  const { options, ...rest } = knownOptions('`mysql` of op.alterTableOptions', changes, [
    'engine',
    'characterSet',
    'collation',
    'rowFormat',
    'options',
    'partitionBy',
    'autoIncrement',
  ])
  const { mysql = {} }: { mysql?: MysqlTable } = tableOptionsOf(table, { mysql: without(rest) })
  return {
    ...nulls(rest),
    ...mysql,
    ...(options !== undefined && { options: engineChanges(table, options) }),
  }
}

function settingChanges(table: TableName, storage: SettingChanges): SettingChanges {
  const kept = without(named(table, storage))
  if (Object.keys(kept).length > 0) tableOptionsOf(table, { postgres: { storage: kept } })
  return { ...storage }
}

function engineChanges(
  table: TableName,
  options: NonNullable<MysqlTableChange['options']>,
): NonNullable<MysqlTableChange['options']> {
  const kept = without(named(table, options))
  const { mysql } = Object.keys(kept).length === 0 ? {} : tableOptionsOf(table, { mysql: { options: kept } })
  return { ...nulls(options), ...mysql?.options }
}

function named<Settings extends object>(table: TableName, settings: Settings): Settings {
  const names = Object.keys(settings ?? {})
  knownOptions(`The settings of ${table.name}`, settings, names as (keyof Settings & string)[])
  if (names.length > 0) return settings
  throw new OperationError(`The settings of ${table.name} are empty`, 'Leave them out, or name one.')
}

type Kept<Parts> = { readonly [Key in keyof Parts]: Exclude<Parts[Key], null> }

function without<Parts extends object>(parts: Parts): Kept<Parts> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null)) as Kept<Parts>
}

function nulls(parts: object): Readonly<Record<string, null>> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, part]) => (part === null ? [[key, null] as const] : [])),
  )
}

const refusal = (message: string, hint: string) => new OperationError(message, hint)
