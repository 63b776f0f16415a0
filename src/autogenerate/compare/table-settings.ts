import type { Operation } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { MysqlTable, PostgresTable, Table, TableName } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { UnalterableError } from '../errors.ts'
import { mysqlTableChange, postgresTableChange, withUsualNames } from './table-options.ts'

/** How what a table is as a whole has to change, by the time at which it may. */
export interface SettingDifferences {
  /** What comes before its columns change: it is a partition or partitioned no more, or no heir. */
  readonly first: readonly Operation[]
  readonly changes: readonly Operation[]
  /** What comes when it has the columns and keys for it. */
  readonly last: readonly Operation[]
}

/**
 * Compares what is said of two tables beside their columns, constraints, indexes and comment; `dropped`: the names of
 * the indexes, and of what has one behind it, that go, or go and come back. SQLite's options are those of a rebuild.
 */
export function compareTableSettings(
  before: Table,
  after: Table,
  dropped: ReadonlySet<string>,
  dialect: DialectName,
): SettingDifferences {
  const { table } = after
  if (dialect === 'postgres') {
    return postgresSettings(table, before.postgres ?? {}, after.postgres ?? {}, dropped)
  }
  if (dialect === 'sqlite') return { first: [], changes: [], last: [] }
  return mysqlSettings(table, before.mysql ?? {}, after.mysql ?? {})
}

/** A table that is partitioned has all columns of that in its keys: it is no more before these change. */
function mysqlSettings(table: TableName, was: MysqlTable, now: MysqlTable): SettingDifferences {
  const { partitionBy, ...whole } = was
  const first = partitionBy !== undefined && now.partitionBy === undefined ? whole : was
  return { first: mysqlStep(table, was, first), changes: mysqlStep(table, first, now), last: [] }
}

function mysqlStep(table: TableName, was: MysqlTable, now: MysqlTable): readonly Operation[] {
  const mysql = mysqlTableChange(was, now)
  return mysql === undefined ? [] : [{ kind: 'alterTableOptions', table, to: { mysql }, was: { mysql: was } }]
}

/**
 * In steps: first it lets go of parents and of indexes that are dropped, then its own settings change, and at last it
 * is given to its new parents. So each step has its way back.
 */
function postgresSettings(
  table: TableName,
  before: PostgresTable,
  after: PostgresTable,
  dropped: ReadonlySet<string>,
): SettingDifferences {
  refuseRepartitioning(table, before, after)
  const [was, now] = [withUsualNames(before), withUsualNames(after)]
  const free = withParents(withoutIndexes(was, dropped), common(was.inherits, now.inherits))
  const own = withParents(now, free.inherits)
  const moves = !isSame(was.partitionOf, now.partitionOf)
  return {
    first: [
      ...(moves && was.partitionOf !== undefined ? [detachment(table, was.partitionOf)] : []),
      ...step(table, was, free),
    ],
    changes: [...step(table, free, own), ...rowSecurity(table, was, now)],
    last: [
      ...step(table, own, now),
      ...(moves && now.partitionOf !== undefined ? [attachment(table, now.partitionOf)] : []),
    ],
  }
}

function step(table: TableName, was: PostgresTable, now: PostgresTable): readonly Operation[] {
  const postgres = postgresTableChange(was, now)
  if (postgres === undefined) return []
  const { partitionBy: _, partitionOf: __, rowSecurity: ___, ...former } = was
  return [{ kind: 'alterTableOptions', table, to: { postgres }, was: { postgres: former } }]
}

/** An index that is dropped takes with it that the table is clustered on it, or known by it. */
function withoutIndexes(settings: PostgresTable, dropped: ReadonlySet<string>): PostgresTable {
  const { clusterOn, replicaIdentity, ...rest } = settings
  const isKept = typeof replicaIdentity !== 'object' || !dropped.has(replicaIdentity.index)
  return {
    ...rest,
    ...(clusterOn !== undefined && !dropped.has(clusterOn) && { clusterOn }),
    ...(replicaIdentity !== undefined && isKept && { replicaIdentity }),
  }
}

function withParents(settings: PostgresTable, inherits: PostgresTable['inherits']): PostgresTable {
  const { inherits: _, ...rest } = settings
  return inherits === undefined ? rest : { ...rest, inherits }
}

function common(
  was: PostgresTable['inherits'] = [],
  now: PostgresTable['inherits'] = [],
): PostgresTable['inherits'] | undefined {
  const both = was.filter((one) => now.some((other) => isSame(one, other)))
  return both.length === 0 ? undefined : both
}

type Partition = NonNullable<PostgresTable['partitionOf']>

function detachment(partition: TableName, { table, bounds }: Partition): Operation {
  return { kind: 'detachPartition', table, partition, was: { bounds } }
}

function attachment(partition: TableName, { table, bounds }: Partition): Operation {
  return { kind: 'attachPartition', table, partition, bounds }
}

function rowSecurity(table: TableName, was: PostgresTable, now: PostgresTable): readonly Operation[] {
  if (was.rowSecurity === now.rowSecurity) return []
  return [{ kind: 'setRowSecurity', table, ...rowSecurityOf(now), was: rowSecurityOf(was) }]
}

function rowSecurityOf({ rowSecurity }: PostgresTable): {
  readonly enabled: boolean
  readonly forced: boolean
} {
  return { enabled: rowSecurity !== undefined, forced: rowSecurity === 'forced' }
}

/** Rows would have to be moved, and to where only the application can tell. */
function refuseRepartitioning(table: TableName, was: PostgresTable, now: PostgresTable): void {
  if (isSame(was.partitionBy, now.partitionBy)) return
  const what =
    now.partitionBy === undefined
      ? 'be partitioned no more'
      : was.partitionBy === undefined
        ? 'be partitioned'
        : 'be partitioned otherwise'
  throw new UnalterableError(
    `The table ${table.name} is to ${what}, and PostgreSQL partitions no table that stands`,
    `Declare a new table beside it, move the rows with op.execute, and drop ${table.name} in a later revision.`,
  )
}
