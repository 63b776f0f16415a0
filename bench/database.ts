import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import pg from 'pg'

export type DatabaseKind = 'postgres' | 'sqlite'

/** A database of one case: made empty as often as the case begins anew. */
export interface BenchDatabase {
  readonly kind: DatabaseKind
  readonly url: string
  /** Empties it. */
  reset(): Promise<void>
  /** Runs statements in it, one after the other; many in one transaction, but not more than a server has locks for. */
  execute(statements: readonly string[]): Promise<void>
  /** The first column of the first row. */
  value(query: string): Promise<unknown>
}

/** How many statements share a transaction. */
const together = 300
const serverUrl = process.env.TSMIG_TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const made: string[] = []
const prefix = `tsmig_bench_${randomBytes(3).toString('hex')}_`

/** Whether a PostgreSQL answers at `TSMIG_TEST_POSTGRES_URL`, or at the usual place; and its version. */
export async function postgresVersion(): Promise<string | undefined> {
  try {
    return await atServer(async (client) => {
      const { rows } = await client.query('SHOW server_version')
      return String(rows[0]?.server_version)
    })
  } catch {
    return undefined
  }
}

/** A new PostgreSQL database. Those before are dropped at the end of all: a drop slows what follows. */
export async function postgresDatabase(): Promise<BenchDatabase> {
  const name = `${prefix}${made.length}`
  await atServer((client) => client.query(`CREATE DATABASE ${name}`))
  made.push(name)
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  return {
    kind: 'postgres',
    url,
    async reset() {
      const old = `${prefix}old_${made.length}`
      await atServer(async (client) => {
        await client.query(`ALTER DATABASE ${name} RENAME TO ${old}`)
        await client.query(`CREATE DATABASE ${name}`)
      })
      made.push(old)
    },
    async execute(statements) {
      await withClient(url, async (client) => {
        for (let at = 0; at < statements.length; at += together) {
          await client.query(['BEGIN', ...statements.slice(at, at + together), 'COMMIT'].join(';\n'))
        }
      })
    },
    value: (query) =>
      withClient(url, async (client) => {
        const { rows } = await client.query({ text: query, rowMode: 'array' })
        return (rows[0] as unknown[] | undefined)?.[0]
      }),
  }
}

/** A new SQLite file, in a folder of its own below this one. */
export function sqliteDatabase(folder: string): BenchDatabase {
  const file = join(mkdtempSync(join(folder, 'database-')), 'app.db')
  return {
    kind: 'sqlite',
    url: `sqlite:///${file}`,
    async reset() {
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
    },
    async execute(statements) {
      const client = new Sqlite(file)
      try {
        client.transaction(() => {
          for (const statement of statements) client.exec(statement)
        })()
      } finally {
        client.close()
      }
    },
    async value(query) {
      const client = new Sqlite(file)
      try {
        return client.prepare(query).pluck().get()
      } finally {
        client.close()
      }
    },
  }
}

/** The file of a SQLite database's url. */
export function fileOf(url: string): string {
  return url.replace('sqlite:////', '/')
}

/** Drops whatever the bench has made at the server. */
export async function dropDatabases(): Promise<void> {
  if (made.length === 0) return
  await atServer(async (client) => {
    for (const name of made.splice(0)) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
}

function atServer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return withClient(serverUrl, work)
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
