import * as postgresStatements from '../../dialects/postgres/lock.ts'
import type { Session } from '../session.ts'
import type { TransactionEnds } from '../step-transaction.ts'
import { readRow } from './holder.ts'
import type { LockPolicy } from './policy.ts'
import { isPooled } from './pooled-connection.ts'
import { lockSqlite } from './sqlite-lock.ts'

/** While it is held, nobody else migrates this database by this version table. */
export interface RunLock {
  /** Opens and commits transactions, on a database whose lock is the transaction's own with it. */
  readonly ends: TransactionEnds
  /** The lock is the transaction's own: another run may come in between two of this one's. */
  readonly perTransaction: boolean
  /** The session is this run's alone until its end: what the server keeps for it stays. */
  readonly holdsSession?: true
  /** Nothing can run outside a transaction. */
  readonly transactionsOnly?: true
  /** The end of the session does it, too. Where the lock is the session's, `ending` is run behind it. */
  release(ending?: readonly string[]): Promise<void>
}

/** Waits for whoever runs now, as the policy says. Throws `locked`. */
export async function acquireRunLock(session: Session, policy: LockPolicy): Promise<RunLock> {
  switch (session.dialect.name) {
    case 'postgres': {
      const backend = await dieWithClient(session)
      if (!policy.enabled) return unlocked
      const { lockPostgres, pooledEnds } = await import('./postgres-lock.ts')
      if (await isPooled(session, backend)) {
        return {
          ends: pooledEnds(policy),
          perTransaction: true,
          transactionsOnly: true,
          release: async () => {},
        }
      }
      return { ...unlocked, holdsSession: true, release: await lockPostgres(session, policy) }
    }
    case 'mysql': {
      if (!policy.enabled) return unlocked
      const { lockMysql } = await import('./mysql-lock.ts')
      return { ...unlocked, release: await lockMysql(session, policy) }
    }
    case 'sqlite':
      return { perTransaction: true, ...(await lockSqlite(session, policy)) }
  }
  return session.dialect.name satisfies never
}

/** Begins and commits, and nothing else. */
export const plainEnds: TransactionEnds = {
  begin: (session, sql) => session.begin(sql),
  commit: async (session) => void (await session.run({ sql: 'COMMIT' })),
  commitStatement: 'COMMIT',
}

const unlocked: RunLock = { ends: plainEnds, perTransaction: false, release: async () => {} }

/** Gives the process id of the backend that answers, where it can be asked so. */
async function dieWithClient(session: Session): Promise<unknown> {
  if (session.announcedBackend === undefined) return undefined
  const row = await readRow(session, postgresStatements.dieWithClient(session.announcedBackend)).catch(
    () => undefined,
  )
  return row?.pid
}
