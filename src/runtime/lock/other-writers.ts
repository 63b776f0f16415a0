import type { Session } from '../session.ts'

/**
 * Makes what tells whether another connection may have written to the database since it was asked last; the first time
 * one may have. SQLite alone counts that: https://sqlite.org/pragma.html#pragma_data_version
 */
export function watchOtherWriters({ dialect, query }: Session): () => Promise<boolean> {
  if (dialect.name !== 'sqlite') return async () => true
  let known: unknown
  return async () => {
    const [row] = await query('PRAGMA data_version')
    const before = known
    known = row?.data_version
    return before === undefined || before !== known
  }
}
