import type { Query } from '../../dialects/dialect.ts'
import { codeOf } from '../errors.ts'
import type { TransactionEnds } from '../live-sink.ts'
import type { Session } from '../session.ts'
import { type LockPolicy, poll } from './policy.ts'

/** On SQLite the transaction is the lock: there is one writer at a time, and it waits for readers before it commits. */
export function sqliteEnds(policy: LockPolicy): TransactionEnds {
  return {
    begin: (session, sql) => whenFree(session, policy, async () => void (await session.run({ sql }))),
    commit: (session) => whenFree(session, policy, async () => void (await session.run({ sql: 'COMMIT' }))),
  }
}

/** Reads. On SQLite a run whose changes don't fit into memory keeps readers away, too: then this waits for it. */
export function readWhenFree(session: Session, policy: LockPolicy): Query {
  if (session.dialect.name !== 'sqlite') return session.query
  return (sql, bindings) => whenFree(session, policy, () => session.query(sql, bindings))
}

/** Does something on a SQLite database as soon as nobody else is in the way. */
async function whenFree<T>(session: Session, policy: LockPolicy, body: () => Promise<T>): Promise<T> {
  // SQLite would wait inside the call, and stop this whole process with it.
  const [timeout] = await session.query('PRAGMA busy_timeout')
  await session.query('PRAGMA busy_timeout = 0')
  const attempt = async (): Promise<{ result: T } | undefined> => {
    try {
      return { result: await body() }
    } catch (error) {
      if (codeOf(error)?.startsWith('SQLITE_BUSY')) return undefined
      throw error
    }
  }
  try {
    return await poll(policy, attempt, async () => 'another connection to the database file')
  } finally {
    await session.query(`PRAGMA busy_timeout = ${Number(timeout?.timeout ?? 0)}`)
  }
}
