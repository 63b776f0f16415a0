import type { Query } from '../../dialects/dialect.ts'
import { codeOf } from '../../dialects/driver-errors.ts'
import type { Session } from '../session.ts'
import type { TransactionEnds } from '../step-transaction.ts'
import { type OutsideLock, outsideLockOf } from './outside-lock.ts'
import { type LockPolicy, poll } from './policy.ts'
import { SqliteJournal } from './sqlite-journal.ts'

/** Opens and commits the transactions of a run, and lets go of what it took in order to leave them. */
export interface SqliteLock {
  readonly ends: TransactionEnds
  release(): Promise<void>
}

/**
 * On SQLite the transaction is the lock: there is one writer at a time, and it waits for readers before it commits.
 * Who leaves it takes another one, for the rest of the run.
 */
export async function lockSqlite(session: Session, policy: LockPolicy): Promise<SqliteLock> {
  const outside = policy.enabled ? await outsideLockOf(session) : undefined
  const journal = new SqliteJournal(session)
  return {
    ends: {
      begin: async (_session, sql) => {
        if (journal.nextBegins()) await whenFree(session, policy, () => journal.keep())
        await begin(session, policy, { sql, isFree: async () => outside?.isFree() ?? true })
      },
      commit: () => commit(session, policy),
      leave: async () => {
        if (outside === undefined || outside.isHeld) return
        // Nobody takes it while the transaction is open.
        if (session.inTransaction) return void (await outside.take())
        await begin(session, policy, { sql: 'BEGIN IMMEDIATE', isFree: () => outside.take() })
        await session.run({ sql: 'ROLLBACK' })
      },
    },
    release: async () => {
      await journal.giveBack().catch(() => undefined)
      if (outside?.isHeld) await release(session, outside)
    },
  }
}

/**
 * Reads. On SQLite a run whose changes don't fit into memory keeps readers away, too: then this waits for it; not inside
 * a transaction of its own, which keeps that run away.
 */
export function readWhenFree(session: Session, policy: LockPolicy): Query {
  if (session.dialect.name !== 'sqlite') return session.query
  return (sql, bindings) =>
    session.inTransaction
      ? session.query(sql, bindings)
      : whenFree(session, policy, () => session.query(sql, bindings))
}

/** Begins a transaction as soon as it is free in there, too; who waits keeps none open. */
function begin(
  session: Session,
  policy: LockPolicy,
  { sql, isFree }: { readonly sql: string; readonly isFree: () => Promise<boolean> },
): Promise<void> {
  return pollFile(session, policy, async (timeout) => {
    await session.run({ sql: withoutWait(sql, timeout) })
    try {
      if (await isFree()) return { result: undefined }
    } catch (error) {
      await session.run({ sql: 'ROLLBACK' })
      throw error
    }
    await session.run({ sql: 'ROLLBACK' })
    return undefined
  })
}

function commit(session: Session, policy: LockPolicy): Promise<void> {
  return pollFile(session, policy, async (timeout) => {
    await session.run({ sql: withoutWait('COMMIT', timeout) })
    return { result: undefined }
  })
}

/** Without the write lock, the file is left for the next run to remove. */
async function release(session: Session, outside: OutsideLock): Promise<void> {
  const remove = await session.run({ sql: 'BEGIN IMMEDIATE' }).then(
    () => true,
    () => false,
  )
  await outside.release({ remove })
  if (remove) await session.run({ sql: 'ROLLBACK' })
}

/** Does something on a SQLite database as soon as nobody else is in the way. */
function whenFree<T>(session: Session, policy: LockPolicy, body: () => Promise<T>): Promise<T> {
  return pollFile(session, policy, async (timeout) => {
    await session.run({ sql: waiting(0) })
    const result = await body()
    await session.run({ sql: waiting(timeout) })
    return { result }
  })
}

/** SQLite would wait inside the call, and stop this whole process with it. What fails leaves it without a wait. */
function withoutWait(sql: string, timeout: number): string {
  return [waiting(0), sql, waiting(timeout)].join(';\n')
}

function waiting(timeout: number): string {
  return `PRAGMA busy_timeout = ${timeout}`
}

/** `attempt` is handed how long the connection waits otherwise, and leaves that as it is where it succeeds. */
async function pollFile<T>(
  session: Session,
  policy: LockPolicy,
  attempt: (timeout: number) => Promise<{ readonly result: T } | undefined>,
): Promise<T> {
  const [row] = await session.query('PRAGMA busy_timeout')
  const timeout = Number(row?.timeout ?? 0)
  const attemptNow = async () => {
    try {
      return await attempt(timeout)
    } catch (error) {
      if (codeOf(error)?.startsWith('SQLITE_BUSY')) return undefined
      throw error
    }
  }
  try {
    return await poll(policy, attemptNow, async () => 'another connection to the database file')
  } catch (error) {
    await session.run({ sql: waiting(timeout) })
    throw error
  }
}
