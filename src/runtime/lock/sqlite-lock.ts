import type { Query } from '../../dialects/dialect.ts'
import { codeOf } from '../../dialects/driver-errors.ts'
import type { Session } from '../session.ts'
import type { TransactionEnds } from '../step-transaction.ts'
import { type OutsideLock, outsideLockOf } from './outside-lock.ts'
import { type LockPolicy, poll } from './policy.ts'

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
  return {
    ends: {
      begin: (_session, sql) =>
        begin(session, policy, { sql, isFree: async () => outside?.isFree() ?? true }),
      commit: () => whenFree(session, policy, async () => void (await session.run({ sql: 'COMMIT' }))),
      leave: async () => {
        if (outside === undefined || outside.isHeld) return
        // Nobody takes it while the transaction is open.
        if (session.inTransaction) return void (await outside.take())
        await begin(session, policy, { sql: 'BEGIN IMMEDIATE', isFree: () => outside.take() })
        await session.run({ sql: 'ROLLBACK' })
      },
    },
    release: async () => {
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
  return pollFile(session, policy, async () => {
    await session.run({ sql })
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
  return pollFile(session, policy, async () => ({ result: await body() }))
}

async function pollFile<T>(
  session: Session,
  policy: LockPolicy,
  attempt: () => Promise<{ readonly result: T } | undefined>,
): Promise<T> {
  // SQLite would wait inside the call, and stop this whole process with it.
  const [timeout] = await session.query('PRAGMA busy_timeout')
  await session.query('PRAGMA busy_timeout = 0')
  const attemptNow = async () => {
    try {
      return await attempt()
    } catch (error) {
      if (codeOf(error)?.startsWith('SQLITE_BUSY')) return undefined
      throw error
    }
  }
  try {
    return await poll(policy, attemptNow, async () => 'another connection to the database file')
  } finally {
    await session.query(`PRAGMA busy_timeout = ${Number(timeout?.timeout ?? 0)}`)
  }
}
