import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** The server that tests may fill as they like. */
export function serverUrl(): string {
  const url = process.env.TSMIG_TEST_POSTGRES_URL
  if (url === undefined) throw new Error("The tests' global set-up names the server, and has not run.")
  return url
}

/** A database of one test file. */
export interface TestDatabase {
  /** Its URL, for whoever connects by himself. */
  readonly url: string
  /** Runs SQL: one statement with bindings, or several without. Gives the rows of the last. */
  query(sql: string, bindings?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>
  /** Drops it, whoever is still connected. */
  drop(): Promise<void>
}

/** Creates an empty database with a name of its own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `tsmig_test_${randomBytes(8).toString('hex')}`
  await onServer(`CREATE DATABASE ${name}`)
  const url = new URL(serverUrl())
  url.pathname = `/${name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  return {
    url: url.href,
    async query(sql, bindings) {
      const result = await client.query(sql, bindings === undefined ? undefined : [...bindings])
      const last: pg.QueryResult = Array.isArray(result) ? result.at(-1) : result
      return last.rows
    },
    async drop() {
      await client.end()
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** The number before the dot of the server's version: 18. */
export async function serverVersion(): Promise<number> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    const { rows } = await client.query(
      "SELECT current_setting('server_version_num')::integer / 10000 AS version",
    )
    return Number(rows[0].version)
  } finally {
    await client.end()
  }
}
