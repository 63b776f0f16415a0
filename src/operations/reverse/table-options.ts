import type { MysqlTable, PostgresTable } from '../../schema/model.ts'
import type { AlterTableOptions, MysqlTableChange, PostgresTableChange } from '../object-operation.ts'
import { present, settingsAfter, settingsBefore } from '../setting-changes.ts'
import type { Reversal } from './reversal.ts'

/** What makes a table's options again what they were, or why there is nothing. */
export function reverseTableOptions({ table, to, was }: AlterTableOptions): Reversal {
  if (was === undefined) {
    return { reason: `the options that the table ${table.name} had are not known: tell them in \`was\`` }
  }
  if (to.mysql?.autoIncrement !== undefined) {
    return { reason: `where the numbers of the table ${table.name} stood is not known` }
  }
  const { postgres: former = {}, mysql: formerly = {} } = was
  if (to.mysql?.characterSet !== undefined && formerly.collation === undefined) {
    if (formerly.characterSet === undefined) {
      return { reason: `the collation that the table ${table.name} had is not known: tell it in \`was\`` }
    }
  }
  const { postgres, mysql } = to
  return {
    operation: Object.freeze({
      kind: 'alterTableOptions',
      table,
      to: {
        ...(postgres && { postgres: postgresBefore(postgres, former) }),
        ...(mysql && { mysql: mysqlBefore(mysql, formerly) }),
      },
      was: {
        ...(postgres && { postgres: postgresAfter(postgres, former) }),
        ...(mysql && { mysql: mysqlAfter(mysql, formerly) }),
      },
    } as const),
  }
}

function postgresBefore(change: PostgresTableChange, was: PostgresTable): PostgresTableChange {
  const { unlogged, storage, inherits, tablespace, accessMethod, clusterOn, replicaIdentity } = change
  return {
    ...(unlogged !== undefined && { unlogged: was.unlogged === true }),
    ...(inherits !== undefined && { inherits: was.inherits ?? null }),
    ...(storage !== undefined && { storage: settingsBefore(storage, was.storage) }),
    ...(change.ofType !== undefined && { ofType: was.ofType ?? null }),
    ...(tablespace !== undefined && { tablespace: was.tablespace ?? null }),
    ...(accessMethod !== undefined && { accessMethod: was.accessMethod ?? null }),
    ...(clusterOn !== undefined && { clusterOn: was.clusterOn ?? null }),
    ...(replicaIdentity !== undefined && { replicaIdentity: was.replicaIdentity ?? null }),
  }
}

function postgresAfter(
  { unlogged, storage, ...change }: PostgresTableChange,
  was: PostgresTable,
): PostgresTable {
  const { unlogged: logging, storage: stored, ...rest } = was
  const settings = settingsAfter(storage, stored)
  return {
    ...((unlogged ?? logging) ? { unlogged: true } : {}),
    ...present({ ...rest, ...change }),
    ...(settings && { storage: settings }),
  }
}

function mysqlBefore(change: MysqlTableChange, was: MysqlTable): MysqlTableChange {
  const { engine, characterSet, collation, rowFormat, options, partitionBy } = change
  const letters = characterSet !== undefined || collation !== undefined
  return {
    ...(engine !== undefined && { engine: was.engine ?? null }),
    ...(letters && was.characterSet !== undefined && { characterSet: was.characterSet }),
    ...(letters &&
      !(was.characterSet !== undefined && was.collation === undefined) && {
        collation: was.collation ?? null,
      }),
    ...(rowFormat !== undefined && { rowFormat: was.rowFormat ?? null }),
    ...(options !== undefined && { options: settingsBefore(options, was.options) }),
    ...(partitionBy !== undefined && { partitionBy: was.partitionBy ?? null }),
  }
}

function mysqlAfter({ options, ...change }: MysqlTableChange, was: MysqlTable): MysqlTable {
  const { options: before, ...rest } = was
  const settings = settingsAfter(options, before)
  return { ...present({ ...rest, ...change }), ...(settings && { options: settings }) }
}
