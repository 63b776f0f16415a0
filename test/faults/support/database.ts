import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { contentsOf, type Kind, tablesOf } from '../../support/contents.ts'
import { createMariadbDatabase } from '../../support/mariadb.ts'
import { createTestDatabase } from '../../support/postgres.ts'

export type DatabaseKind = 'postgres' | 'sqlite' | 'mariadb'

export const databaseKinds: readonly DatabaseKind[] = ['postgres', 'sqlite', 'mariadb']

/** A database that tools are let loose on. */
export interface Database {
  readonly kind: DatabaseKind
  readonly url: string
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  tables(): Promise<readonly string[]>
  /** Schema and rows: equal where they are alike. */
  contents(): Promise<unknown>
  drop(): Promise<void>
}

/** Makes an empty one; that of SQLite is a file in the folder. */
export async function createDatabase(kind: DatabaseKind, folder: string): Promise<Database> {
  switch (kind) {
    case 'sqlite':
      return inspected(kind, {
        url: 'sqlite:///app.db',
        query: queryFile(join(folder, 'app.db')),
        drop: async () => {},
      })
    case 'postgres':
      return inspected(kind, await createTestDatabase())
    case 'mariadb':
      return inspected(kind, await createMariadbDatabase())
  }
}

/** One that is there already, on a server that may come and go: each question has a connection of its own. */
export function openDatabase(kind: 'postgres' | 'mariadb', url: string): Database {
  const query: Database['query'] = async (sql) => {
    if (kind === 'postgres') {
      const client = new pg.Client({ connectionString: url })
      client.on('error', () => {})
      await client.connect()
      return client
        .query(sql)
        .then(({ rows }) => rows)
        .finally(() => client.end().catch(() => undefined))
    }
    const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), ...asText })
    try {
      const [rows] = await connection.query(sql)
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []
    } finally {
      connection.destroy()
    }
  }
  return inspected(kind, { url, query, drop: async () => {} })
}

/** Values as the other connection to MariaDB gives them. */
const asText = { timezone: 'Z', dateStrings: true, supportBigNumbers: true, bigNumberStrings: true } as const

function inspected(kind: DatabaseKind, database: Pick<Database, 'url' | 'query' | 'drop'>): Database {
  const { url, drop } = database
  const query = (sql: string) => database.query(sql)
  const catalog: Kind = kind === 'mariadb' ? 'mysql' : kind
  return {
    kind,
    url,
    query,
    tables: () => tablesOf(catalog, query),
    contents: () => contentsOf(catalog, query),
    drop: () => drop(),
  }
}

function queryFile(file: string): Database['query'] {
  return async (sql) => {
    const database = new Sqlite(file)
    try {
      const statement = database.prepare<[], Record<string, unknown>>(sql)
      if (statement.reader) return statement.all()
      statement.run()
      return []
    } finally {
      database.close()
    }
  }
}
