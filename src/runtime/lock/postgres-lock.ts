import { createHash } from 'node:crypto'
import * as statements from '../../dialects/postgres/lock.ts'
import type { TableName } from '../../schema/model.ts'
import type { Session } from '../session.ts'
import type { TransactionEnds } from '../step-transaction.ts'
import { type LockHolder, readRow } from './holder.ts'
import { type LockPolicy, poll } from './policy.ts'
import { pooledConnection } from './pooled-connection.ts'
import { spellHolder } from './spell-holder.ts'

/** Takes the session's lock, and gives its release: a message, with what else is to be done at the end. */
export async function lockPostgres(
  session: Session,
  policy: LockPolicy,
): Promise<(ending?: readonly string[]) => Promise<void>> {
  const key = lockKey(policy.table)
  await poll(policy, attemptBy(session, statements.tryLock(key)), holderInWords(session, key))
  const unlock = session.dialect.inline(statements.unlock(key))
  return async (ending = []) => {
    // A session that broke has taken its lock with it, and its failure is told elsewhere. No other failure brings it back.
    for (const sql of [unlock, ...ending]) await session.run({ sql }).catch(() => undefined)
  }
}

/**
 * Behind a pooler that gives each transaction another backend, a session's lock would stay with some backend that
 * nobody knows: there the lock is the transaction's own, and what can't run in one is refused.
 */
export function pooledEnds(policy: LockPolicy): TransactionEnds {
  const key = lockKey(policy.table)
  return {
    begin: (session, sql) =>
      poll(
        policy,
        async () => {
          await session.run({ sql })
          const won = await attemptBy(session, statements.tryTransactionLock(key))()
          // Who waits keeps no transaction open.
          if (won === undefined) await session.run({ sql: 'ROLLBACK' })
          return won && { result: undefined }
        },
        holderInWords(session, key),
      ),
    commit: async (session) => void (await session.run({ sql: 'COMMIT' })),
    commitStatement: 'COMMIT',
    leave: async () => {
      throw pooledConnection()
    },
  }
}

/** Who holds the lock now. */
export async function postgresHolder(session: Session, table: TableName): Promise<LockHolder | undefined> {
  return holderOf(session, lockKey(table))
}

async function holderOf(session: Session, key: bigint): Promise<LockHolder | undefined> {
  const row = await readRow(session, statements.lockHolder(key))
  if (row === undefined) return undefined
  return {
    id: Number(row.pid),
    what: 'backend',
    ...(row.application ? { application: String(row.application) } : {}),
    ...(row.account ? { account: String(row.account) } : {}),
    ...(row.host ? { host: String(row.host) } : {}),
    ...(row.since instanceof Date && { since: row.since }),
  }
}

function attemptBy(session: Session, statement: ReturnType<typeof statements.tryLock>) {
  return async () => ((await readRow(session, statement))?.won === true ? { result: undefined } : undefined)
}

function holderInWords(session: Session, key: bigint): () => Promise<string> {
  return async () => spellHolder(await holderOf(session, key))
}

/** Two version tables of one database don't block each other; PostgreSQL keeps the keys of databases apart. */
function lockKey(table: TableName): bigint {
  const name = JSON.stringify(['tsmig', table.schema ?? null, table.name])
  return createHash('sha256').update(name).digest().readBigInt64BE()
}
