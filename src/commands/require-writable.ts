import type { Plan } from '../graph/plan.ts'
import type { Sink } from '../runtime/sink.ts'
import { unwritableVersionTable } from '../runtime/version-table.ts'
import type { Database } from './database.ts'
import type { Migration } from './plan-migration.ts'

/**
 * Finds out before anything has run what a run would find out behind its first statements: that the rows of the table,
 * which has to be there, can't be written. Throws `unwritable-version-table`.
 */
export async function requireWritableTable(
  { session, table }: Database,
  { steps }: Plan,
  { purge }: Pick<Migration, 'purge'>,
): Promise<void> {
  const kinds = new Set(steps.flatMap(({ changes }) => changes.map(({ kind }) => kind)))
  if (purge) kinds.add('delete')
  // On SQLite any UPDATE waits for every other writer: see below.
  if (session.dialect.name === 'sqlite' || kinds.size === 0) return
  await table.probe(session, kinds)
}

/**
 * The same on SQLite, for the run whose turn it is: BEGIN IMMEDIATE is taken on a file that may only be read, and that
 * its folder takes no journal comes out with the first page that is written.
 */
export async function requireWritableFile({ session, table }: Database, sink: Sink): Promise<void> {
  if (session.dialect.name !== 'sqlite') return
  await sink.begin({ transaction: true })
  try {
    await session.run({ sql: 'PRAGMA user_version = 1' })
  } catch (error) {
    throw unwritableVersionTable(session.dialect.tableName(table.table), error)
  } finally {
    await sink.rollback()
  }
}
