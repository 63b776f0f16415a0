import type { Knex } from 'knex'
import { StatementError } from './errors.ts'

/** The statement that knex sent stands on the error under this. */
const sent = Symbol('the statement that failed')

/** Has each error of this knex keep the statement that the server refused, for `failedQuery`. */
export function keepFailedStatements({ client }: Knex): void {
  client.on('query-error', (error: unknown, { sql }: { readonly sql?: unknown }) => {
    if (error instanceof Error) Object.defineProperty(error, sent, { value: sql, configurable: true })
  })
}

/** A query of knex's own that failed, with its statement, code and hint; whatever else was thrown stays. */
export function failedQuery(thrown: unknown): unknown {
  const sql = thrown instanceof Error ? (thrown as { readonly [sent]?: unknown })[sent] : undefined
  return typeof sql === 'string' ? new StatementError({ sql }, thrown) : thrown
}
