import type { Plan } from '../graph/plan.ts'
import type { Sink } from '../runtime/sink.ts'
import { unwritableVersionTable, usualLength } from '../runtime/version-table.ts'
import { TsmigError } from '../support/errors.ts'
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

/**
 * Finds out that an id is too long for the version table, before anything of its revision is done, which MySQL would
 * keep. `isThere`: the table. Throws `unwritable-version-table`.
 */
export async function requireRoom(
  { session, table }: Database,
  { steps }: Plan,
  isThere: boolean,
): Promise<void> {
  const ids = steps.flatMap(({ changes }) =>
    changes.flatMap((one) => (one.kind === 'delete' ? [] : one.kind === 'update' ? one.to : one.id)),
  )
  const id = ids.find((one) => one.length > usualLength)
  if (id === undefined || session.dialect.name === 'sqlite') return
  const room = isThere ? await table.longestId(session.query) : usualLength
  if (id.length <= room) return
  throw new TsmigError(
    'unwritable-version-table',
    `the version table ${session.dialect.tableName(table.table)} can't hold the revision id "${id}": it has ${id.length} characters, and there is room for ${room}`,
    'Give the revision a shorter id, or the column version_num a longer type: "tsmig ensure-version" makes the table.',
  )
}
