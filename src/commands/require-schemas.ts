import type { Session } from '../runtime/session.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import { TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'

/** What the schemas of a database are called; MySQL's are the databases of the server. */
const names: Readonly<Record<DialectName, string>> = {
  postgres:
    "SELECT nspname::text AS name FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  mysql: 'SELECT schema_name AS name FROM information_schema.schemata',
  sqlite: 'SELECT name FROM pragma_database_list',
}

/**
 * Throws TsmigError `no-schema` where none of the databases has a schema that is asked for: one that is misspelt would
 * read as empty.
 */
export async function requireSchemas(
  sessions: readonly Session[],
  schemas: readonly string[] = [],
): Promise<void> {
  if (schemas.length === 0 || sessions.length === 0) return
  const found: string[] = []
  for (const { dialect, query } of sessions) {
    found.push(...(await query(names[dialect.name])).map(({ name }) => String(name)))
  }
  const missing = schemas.find((name) => !found.includes(name))
  if (missing === undefined) return
  const meant = nearest(missing, found)
  throw new TsmigError(
    'no-schema',
    `there is no schema "${missing}" in the database`,
    meant === undefined
      ? `It has: ${[...new Set(found)].sort().slice(0, 20).join(', ')}.`
      : `Did you mean "${meant}"?`,
  )
}
