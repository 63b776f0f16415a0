import { createHash } from 'node:crypto'
import * as statements from '../../dialects/mysql/lock.ts'
import type { TableName } from '../../schema/model.ts'
import type { Session } from '../session.ts'
import { type LockHolder, readRow } from './holder.ts'
import { type LockPolicy, poll } from './policy.ts'
import { spellHolder } from './spell-holder.ts'

/** Takes the session's lock, and gives its release. */
export async function lockMysql(session: Session, policy: LockPolicy): Promise<() => Promise<void>> {
  const name = await lockName(session, policy.table)
  const attempt = async () =>
    Number((await readRow(session, statements.tryLock(name)))?.won) === 1 ? { result: name } : undefined
  await poll(policy, attempt, async () => spellHolder(await holderNamed(session, name)))
  // A session that broke has taken its lock with it, and its failure is told elsewhere.
  return async () => void (await readRow(session, statements.unlock(name)).catch(() => undefined))
}

/** Who holds the lock now. */
export async function mysqlHolder(session: Session, table: TableName): Promise<LockHolder | undefined> {
  return holderNamed(session, await lockName(session, table))
}

async function holderNamed(session: Session, name: string): Promise<LockHolder | undefined> {
  const row = await readRow(session, statements.lockHolder(name))
  if (row === undefined) return undefined
  return {
    id: Number(row.pid),
    what: 'connection',
    ...(row.account ? { account: String(row.account) } : {}),
    ...(row.host ? { host: String(row.host) } : {}),
  }
}

/** A name of a lock counts for the whole server, and may have 64 characters. */
async function lockName(session: Session, table: TableName): Promise<string> {
  const [row] = await session.query(statements.currentDatabase)
  const place = JSON.stringify([table.schema ?? row?.name ?? null, table.name])
  return `tsmig:${createHash('sha256').update(place).digest('hex').slice(0, 40)}`
}
