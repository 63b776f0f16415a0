import { deepFreeze } from '../../schema/freeze.ts'
import type { MysqlTable, PostgresTable, TableName } from '../../schema/model.ts'
import { tableNameOf } from '../../schema/names.ts'
import { isOn } from '../../schema/options.ts'
import type { TableOptions } from '../../schema/table-options.ts'
import { tableOptionsOf } from '../../schema/table-options.ts'
import { settingChangesOf, takenAway } from '../change-arguments.ts'
import { OperationError } from '../errors.ts'
import type { AlterTableOptions, MysqlTableChange, PostgresTableChange } from '../object-operation.ts'
import { knownOptions } from '../options.ts'
import { present } from '../setting-changes.ts'
import type { TableArgument } from '../table-argument.ts'
import type { SchemaOption } from '../table-operations.ts'
import type { Turns } from '../turns.ts'

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
  const options = { ...present(rest), ...(inherits !== null && inherits !== undefined && { inherits }) }
  const { postgres = {} }: { postgres?: PostgresTable } = tableOptionsOf(table, { postgres: options })
  return {
    ...(unlogged !== undefined && { unlogged: isOn('unlogged', unlogged, refusal) }),
    ...(inherits === null && { inherits }),
    ...takenAway(rest),
    ...postgres,
    ...(storage !== undefined && {
      storage: settingChangesOf(`The settings of ${table.name}`, storage),
    }),
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
  for (const key of ['characterSet', 'autoIncrement'] as const) {
    if (rest[key] === null) {
      throw refusal(
        `\`${key}\` of ${table.name} is null, and can't be taken away`,
        key === 'characterSet'
          ? "`collation: null` is the database's own, with its character set."
          : 'Give the next number, or leave it out.',
      )
    }
  }
  const { mysql = {} }: { mysql?: MysqlTable } = tableOptionsOf(table, { mysql: present(rest) })
  return {
    ...takenAway(rest),
    ...mysql,
    ...(options !== undefined && { options: engineChanges(table, options) }),
  }
}

function engineChanges(
  table: TableName,
  options: NonNullable<MysqlTableChange['options']>,
): NonNullable<MysqlTableChange['options']> {
  const kept = present(settingChangesOf(`The settings of ${table.name}`, options)) as MysqlTable['options'] &
    object
  const { mysql } = Object.keys(kept).length === 0 ? {} : tableOptionsOf(table, { mysql: { options: kept } })
  return { ...takenAway(options), ...mysql?.options }
}

const refusal = (message: string, hint: string) => new OperationError(message, hint)
