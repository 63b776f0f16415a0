import type { Query } from '../dialects/dialect.ts'
import type { Heads } from '../graph/revision.ts'
import { forOwnQuestions, untilAnswered } from '../runtime/answered.ts'
import { connect } from '../runtime/connect.ts'
import { connectAgain } from '../runtime/connect-again.ts'
import type { LockPolicy } from '../runtime/lock/policy.ts'
import { readWhenFree } from '../runtime/lock/sqlite-lock.ts'
import { LogTable } from '../runtime/log/log-table.ts'
import { openLog } from '../runtime/log/open-log.ts'
import type { Session } from '../runtime/session.ts'
import type { Sink } from '../runtime/sink.ts'
import { VersionTable } from '../runtime/version-table.ts'
import { duration } from '../support/text.ts'
import type { DatabaseSettings } from './database/settings.ts'

/** A database that is open: its session, its version table. */
export interface Database {
  readonly session: Session
  readonly table: VersionTable
  /** The log beside it, which may not be there. */
  readonly logTable: LogTable
  readonly settings: DatabaseSettings
  /** Reads, and waits where another run keeps readers away. */
  readonly read: Query
  readHeads(): Promise<Heads>
  /** The same, or `undefined` where there is no version table. */
  findHeads(): Promise<Heads | undefined>
}

/**
 * Opens the database, hands it to `use`, and closes it whatever happens.
 * A SQLite file that isn't there reads as an empty database; it is made only where `create` says so.
 */
export async function withDatabase<T>(
  settings: DatabaseSettings,
  options: { create: boolean },
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(settings, options)
  try {
    return await use(database)
  } finally {
    await closeDatabase(database)
  }
}

/** One that broke can't be closed; what broke it is told already. */
export async function closeDatabase({ session }: Database): Promise<void> {
  await session.close().catch(() => undefined)
}

/** Closes one that was only looked at. */
export async function leaveDatabase({ session }: Database): Promise<void> {
  await session.leave().catch(() => undefined)
}

/** As `withDatabase`, for somebody who closes the session. */
export async function openDatabase(
  settings: DatabaseSettings,
  options: { create: boolean },
): Promise<Database> {
  const { source, connectTimeout, connectRetry, reporter } = settings
  const session = await connectAgain(() => connect(source, { ...options, timeout: connectTimeout }), {
    for: connectRetry,
    onRetry: (reason) =>
      reporter.warning(`${reason}; it is tried again, for up to ${duration(connectRetry)}`),
  })
  const table = new VersionTable(session.dialect, settings.versionTable)
  const free = readWhenFree(session, lockPolicy(settings, table))
  const within = <T>(ask: () => Promise<T>): Promise<T> =>
    untilAnswered(session, forOwnQuestions(connectTimeout), ask)
  const read: Query = (sql, bindings) => within(() => free(sql, bindings))
  const { all } = free
  if (all !== undefined) read.all = (...asked) => within(() => all(...asked))
  return readingWith(read, {
    session,
    table,
    logTable: new LogTable(session.dialect, table.table),
    settings,
  })
}

/** The same database, with another way to ask it. */
export function readingWith(
  read: Query,
  { session, table, logTable, settings }: Omit<Database, 'read' | 'readHeads' | 'findHeads'>,
): Database {
  return {
    session,
    table,
    logTable,
    settings,
    read,
    readHeads: () => table.read(read),
    findHeads: () => table.find(read),
  }
}

/**
 * Makes the version table where there is none, and gives its rows: a role that may not make tables can run revisions of
 * rows.
 */
export async function makeVersionTable(
  { findHeads, readHeads, table }: Database,
  sink: Sink,
): Promise<Heads> {
  const heads = await findHeads()
  if (heads !== undefined) return heads
  await sink.begin({ transaction: true })
  await sink.accept(table.create())
  await sink.commit()
  return readHeads()
}

/** Makes the log where there is none. Tells whether it can be used, and warns where not. */
export function makeLogTable({ session, logTable, settings, read }: Database, sink: Sink): Promise<boolean> {
  return openLog(session, logTable, { sink, read, warn: (text) => settings.reporter.warning(text) })
}

/** How long to wait for another run on this database, and whom to tell. */
export function lockPolicy({ reporter, lock }: DatabaseSettings, { table }: VersionTable): LockPolicy {
  return { table, ...lock, onWait: (holder) => reporter.waiting(holder) }
}
