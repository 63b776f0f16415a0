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
  const [missing] = await missingSchemas(sessions, schemas)
  if (missing === undefined) return
  const { name, meant, found } = missing
  throw new TsmigError(
    'no-schema',
    `there is no schema "${name}" in the database`,
    meant === undefined ? `It has: ${found.slice(0, 20).join(', ')}.` : `Did you mean "${meant}"?`,
  )
}

/** Those of the env file's `includeSchemas` that the database hasn't, each as a warning. */
export async function untrueSchemas(
  session: Session,
  schemas: readonly string[],
): Promise<readonly string[]> {
  const missing = await missingSchemas([session], schemas)
  return missing.map(({ name, meant }) => {
    const guess = meant === undefined ? '' : `; did you mean "${meant}"?`
    return `includeSchemas names "${name}", and there is no such schema in the database${guess}`
  })
}

interface MissingSchema {
  readonly name: string
  /** The one that is called most like it. */
  readonly meant: string | undefined
  /** All that are there. */
  readonly found: readonly string[]
}

async function missingSchemas(
  sessions: readonly Session[],
  schemas: readonly string[],
): Promise<readonly MissingSchema[]> {
  if (schemas.length === 0 || sessions.length === 0) return []
  const all = new Set<string>()
  for (const { dialect, query } of sessions) {
    for (const { name } of await query(names[dialect.name])) all.add(String(name))
  }
  const found = [...all].sort()
  return schemas
    .filter((name) => !all.has(name))
    .map((name) => ({ name, meant: nearest(name, found), found }))
}
