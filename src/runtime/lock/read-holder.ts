import * as mysqlStatements from '../../dialects/mysql/lock.ts'
import * as postgresStatements from '../../dialects/postgres/lock.ts'
import type { TableName } from '../../schema/model.ts'
import type { Session } from '../session.ts'
import type { LockHolder } from './holder.ts'
import { mysqlHolder } from './mysql-lock.ts'
import { postgresHolder } from './postgres-lock.ts'

/** Who holds the lock of a version table; on SQLite nobody can tell. */
export async function readHolder(session: Session, table: TableName): Promise<LockHolder | undefined> {
  switch (session.dialect.name) {
    case 'postgres':
      return postgresHolder(session, table)
    case 'mysql':
      return mysqlHolder(session, table)
    case 'sqlite':
      return undefined
  }
  return session.dialect.name satisfies never
}

/** Ends the holder's session, and its lock and transaction with it. Rejects with the server's error. */
export async function endHolder(session: Session, { what, id }: LockHolder): Promise<void> {
  const { sql, bindings } =
    what === 'backend' ? postgresStatements.endSession(id) : mysqlStatements.endSession(id)
  await session.query(sql, bindings)
}

/** So long an end may take that somebody waits for who has interrupted the process, in milliseconds. */
const patience = 3000

/** Ends a session from another one, where it is known by which number. */
export async function endSession({ announcedBackend }: Session, open: () => Promise<Session>): Promise<void> {
  if (announcedBackend === undefined) return
  const end = async () => {
    const other = await open()
    await endHolder(other, { what: 'backend', id: announcedBackend })
  }
  const late = new Promise<void>((resolve) => setTimeout(resolve, patience).unref())
  await Promise.race([end().catch(() => undefined), late])
}
