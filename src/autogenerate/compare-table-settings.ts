import { isDeepStrictEqual } from 'node:util'
import type { Operation } from '../operations/operation.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { PostgresTable, Table, TableName } from '../schema/model.ts'
import { UnalterableError } from './errors.ts'

/** How what a table is as a whole has to change, by the time at which it may. */
export interface SettingDifferences {
  /** What comes before its columns change: it is a partition no more. */
  readonly first: readonly Operation[]
  readonly changes: readonly Operation[]
  /** What comes when it has the columns and keys for it. */
  readonly last: readonly Operation[]
}

/** Compares what is said of two tables beside their columns, constraints, indexes and comment. */
export function compareTableSettings(before: Table, after: Table, dialect: DialectName): SettingDifferences {
  if (dialect !== 'postgres') return { first: [], changes: [], last: [] }
  const { table } = after
  const [was, now] = [before.postgres ?? {}, after.postgres ?? {}]
  refuseRepartitioning(table, was, now)
  const moves = !isDeepStrictEqual(was.partitionOf, now.partitionOf)
  return {
    first: moves && was.partitionOf !== undefined ? [detachment(table, was.partitionOf)] : [],
    changes: rowSecurity(table, was, now),
    last:
      moves && now.partitionOf !== undefined
        ? [{ kind: 'attachPartition', ...now.partitionOf, partition: table }]
        : [],
  }
}

function detachment(
  partition: TableName,
  { table, bounds }: NonNullable<PostgresTable['partitionOf']>,
): Operation {
  return { kind: 'detachPartition', table, partition, was: { bounds } }
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
  if (isDeepStrictEqual(was.partitionBy, now.partitionBy)) return
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
