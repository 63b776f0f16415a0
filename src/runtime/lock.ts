import { createHash } from 'node:crypto'
import type { Query, Statement } from '../dialects/dialect.ts'
import * as mysqlLock from '../dialects/mysql/lock.ts'
import { lockHolder, tryLock, unlock } from '../dialects/postgres/lock.ts'
import type { TableName } from '../schema/model.ts'
import { TsmigError } from '../support/errors.ts'
import { codeOf } from './errors.ts'
import type { TransactionEnds } from './live-sink.ts'
import type { Session } from './session.ts'

/** How to wait for whoever runs now. */
export interface LockPolicy {
  readonly table: TableName
  /** Milliseconds until it is given up. */
  readonly timeout: number
  /** Called once, when the wait gets long. */
  readonly onWait: (holder: string) => void
}

const firstPause = 20
const longestPause = 250
const patience = 1000

/** Nobody else migrates this database by this version table until the release, or the end of the session. */
export async function acquireLock(session: Session, policy: LockPolicy): Promise<() => Promise<void>> {
  switch (session.dialect.name) {
    case 'postgres': {
      await dieWithClient(session)
      const key = lockKey(policy.table)
      await poll(
        policy,
        async () => ((await read(session, tryLock(key)))?.won === true ? { result: key } : undefined),
        () => holderOf(session, key),
      )
      return async () => {
        // A session that broke has taken its lock with it, and its failure is told elsewhere.
        await read(session, unlock(key)).catch(() => undefined)
      }
    }
    case 'mysql': {
      const name = await lockName(session, policy.table)
      await poll(
        policy,
        async () =>
          Number((await read(session, mysqlLock.tryLock(name)))?.won) === 1 ? { result: name } : undefined,
        () => connectionHolding(session, name),
      )
      return async () => {
        await read(session, mysqlLock.unlock(name)).catch(() => undefined)
      }
    }
    case 'sqlite':
      // The lock is the transaction's own: see `beginWhenFree`.
      return async () => {}
  }
  session.dialect.name satisfies never
}

/**
 * A server with a long statement to do would not notice that its client was killed, and keep transaction and lock
 * until it is through. PostgreSQL 14 and newer look for it, where they are told to and the system lets them.
 */
async function dieWithClient(session: Session): Promise<void> {
  const setting = "'client_connection_check_interval'"
  const sql = `SELECT set_config(${setting}, '2s', false) FROM pg_settings WHERE name = ${setting} AND setting = '0'`
  await session.query(sql).catch(() => undefined)
}

/**
 * Opens and commits transactions. On SQLite that is the lock: there is one writer at a time, and it waits for
 * those who still read before it commits.
 */
export function transactionEnds(policy: LockPolicy): TransactionEnds {
  const run = async (session: Session, sql: string): Promise<void> => {
    if (session.dialect.name === 'sqlite') await whenFree(session, policy, () => session.run({ sql }))
    else await session.run({ sql })
  }
  return {
    begin: (session) => run(session, session.dialect.bracket.begin),
    commit: (session) => run(session, 'COMMIT'),
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

/** Tries until something is given, and gives that. */
async function poll<T>(
  policy: LockPolicy,
  attempt: () => Promise<{ readonly result: T } | undefined>,
  holder: () => Promise<string>,
): Promise<T> {
  const start = performance.now()
  let pause = firstPause
  let told = false
  for (;;) {
    const won = await attempt()
    if (won !== undefined) return won.result
    const waited = performance.now() - start
    if (waited >= policy.timeout) throw lockTimeout(policy.timeout, await holder())
    if (waited >= patience && !told) {
      told = true
      policy.onWait(await holder())
    }
    // Jitter, so that those who wait don't come back together.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())))
    pause = Math.min(pause * 1.5, longestPause)
  }
}

async function holderOf(session: Session, key: bigint): Promise<string> {
  const holder = await read(session, lockHolder(key))
  if (holder === undefined) return 'a process that has just ended'
  const application = holder.application ? ` (${String(holder.application)})` : ''
  const host = holder.host ? ` from ${String(holder.host)}` : ''
  return `backend ${String(holder.pid)}${application}${host}`
}

async function connectionHolding(session: Session, name: string): Promise<string> {
  const holder = await read(session, mysqlLock.lockHolder(name))
  if (holder === undefined) return 'a process that has just ended'
  const account = holder.account ? ` of ${String(holder.account)}` : ''
  const host = holder.host ? ` from ${String(holder.host)}` : ''
  return `connection ${String(holder.pid)}${account}${host}`
}

/** A name of a lock counts for the whole server, and may have 64 characters. */
async function lockName(session: Session, table: TableName): Promise<string> {
  const [row] = await session.query(mysqlLock.currentDatabase)
  const place = JSON.stringify([table.schema ?? row?.name ?? null, table.name])
  return `tsmig:${createHash('sha256').update(place).digest('hex').slice(0, 40)}`
}

/** Two version tables of one database don't block each other; PostgreSQL keeps the keys of databases apart. */
function lockKey(table: TableName): bigint {
  const name = JSON.stringify(['tsmig', table.schema ?? null, table.name])
  return createHash('sha256').update(name).digest().readBigInt64BE()
}

async function read(session: Session, statement: Statement): Promise<Record<string, unknown> | undefined> {
  const [row] = await session.query(statement.sql, statement.bindings)
  return row
}

function lockTimeout(timeout: number, holder: string): TsmigError {
  return new TsmigError(
    'locked',
    `waited ${timeout / 1000} s for another migration run to end; the lock is held by ${holder}`,
    'Wait for it to end, or end it, and run again.',
  )
}
