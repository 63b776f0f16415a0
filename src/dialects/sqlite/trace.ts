import type { Query } from '../dialect.ts'

/** What can't stand in a transaction on SQLite leaves nothing that a second time would change. */
export async function traceOf(_query: Query, sql: string): Promise<string | undefined> {
  return /^\s*(?:vacuum|pragma|analyze|reindex)\b/i.test(sql) ? 'again' : undefined
}
