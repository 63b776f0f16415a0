import type { Kind, ProjectWithDatabase } from './databases.ts'

const queries = {
  postgres: "SELECT datname AS name FROM pg_database WHERE datname LIKE 'tsmig_scratch_%'",
  mysql:
    "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE 'tsmig\\\\_scratch\\\\_%'",
} as const

/** The scratch databases on the server of a project; other tests make some, too. */
export async function scratchesOf(kind: Kind, { query }: ProjectWithDatabase): Promise<readonly string[]> {
  return kind === 'sqlite' ? [] : (await query(queries[kind])).map(({ name }) => String(name))
}
