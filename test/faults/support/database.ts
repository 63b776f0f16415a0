import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
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
