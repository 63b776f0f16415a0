import type { Statement } from '../../dialects/dialect.ts'
import type { Session } from '../session.ts'

/** The session that holds the lock of a version table, as far as the server tells of it. */
export interface LockHolder {
  /** What the server knows it by: the process id of a PostgreSQL backend, the id of a MySQL connection. */
  readonly id: number
  readonly what: 'backend' | 'connection'
  readonly application?: string
  readonly account?: string
  readonly host?: string
  /** When it connected. */
  readonly since?: Date
}

/** The first row of a statement's. */
export async function readRow(
  session: Session,
  { sql, bindings }: Statement,
): Promise<Record<string, unknown> | undefined> {
  const [row] = await session.query(sql, bindings)
  return row
}
