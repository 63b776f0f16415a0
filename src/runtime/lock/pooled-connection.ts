import * as statements from '../../dialects/postgres/lock.ts'
import { TsmigError } from '../../support/errors.ts'
import type { Session } from '../session.ts'
import { readRow } from './holder.ts'

/**
 * Whether a pooler stands between this process and PostgreSQL: the backend that answers is another than the one that
 * was announced at connect. PgBouncer, Odyssey, PgCat and Supavisor all announce ids of their own. `backend`: the one that
 * answered, where it is known.
 */
export async function isPooled(session: Session, backend: unknown): Promise<boolean> {
  if (session.announcedBackend === undefined) return false
  const answers = backend ?? (await readRow(session, statements.backend))?.pid
  return answers !== session.announcedBackend
}

/** What is told where something can't run in a transaction, and the pooler keeps no session for it. */
export function pooledConnection(what = 'this'): TsmigError {
  return new TsmigError(
    'pooled-connection',
    `${what} runs outside a transaction, and the connection goes through a pooler, where no lock lasts longer than one`,
    "Connect to the server directly (PostgreSQL's own port, usually 5432, in the url), or pass --no-lock where nobody else can migrate meanwhile.",
  )
}
