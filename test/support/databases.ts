import Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { splitStatements } from '../../src/dialects/split-statements.ts'
import { contentsOf, type Kind, tablesOf } from './contents.ts'
import { createMariadbDatabase, feedMariadb, hasMariadb } from './mariadb.ts'
import { createTestDatabase } from './postgres.ts'
import { type ProjectOptions, TestProject } from './project.ts'

export type { Kind } from './contents.ts'

/** The databases that a test goes through: MariaDB where a server answers. */
export const kinds: readonly Kind[] = [
  'sqlite',
  'postgres',
  ...((await hasMariadb()) ? (['mysql'] as const) : []),
]

/** A project with an empty database of its own, and a way to look into it. */
export interface ProjectWithDatabase {
  readonly project: TestProject
  readonly url: string
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Runs a script as the database's own shell would. */
  script(sql: string): Promise<void>
  /** The names of the tables, sorted. */
  tables(): Promise<readonly string[]>
  /** Tables, columns, constraints and indexes, as the catalog spells them, and every row. */
  contents(): Promise<unknown>
}

/** Both go away when the test ends. */
export function createProject(kind: Kind, options: ProjectOptions = {}): Promise<ProjectWithDatabase> {
  switch (kind) {
    case 'sqlite':
      return Promise.resolve(sqliteProject(options))
    case 'postgres':
      return postgresProject(options)
    case 'mysql':
      return mysqlProject(options)
  }
}

function sqliteProject(options: ProjectOptions): ProjectWithDatabase {
  const project = TestProject.create(options)
  const use = <T>(body: (database: Sqlite.Database) => T): T => {
    const database = new Sqlite(project.path('app.db'))
    try {
      return body(database)
    } finally {
      database.close()
    }
  }
  const query = async (sql: string) =>
    use((database) => {
      const statement = database.prepare<[], Record<string, unknown>>(sql)
      if (statement.reader) return statement.all()
      statement.run()
      return []
    })
  return {
    project,
    url: 'sqlite:///app.db',
    query,
    script: async (sql) => use((database) => void database.exec(sql)),
    tables: () => tablesOf('sqlite', query),
    contents: () => contentsOf('sqlite', query),
  }
}

async function postgresProject(options: ProjectOptions): Promise<ProjectWithDatabase> {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const project = TestProject.create({ ...options, url: database.url })
  return {
    project,
    url: database.url,
    query: (sql) => database.query(sql),
    // One by one, as psql does: statements sent together are a transaction.
    script: async (script) => {
      for (const { sql } of splitStatements(script, 'postgres')) await database.query(sql)
    },
    tables: () => tablesOf('postgres', database.query),
    contents: () => contentsOf('postgres', database.query),
  }
}

async function mysqlProject(options: ProjectOptions): Promise<ProjectWithDatabase> {
  const database = await createMariadbDatabase()
  onTestFinished(() => database.drop())
  const project = TestProject.create({ ...options, url: database.url })
  return {
    project,
    url: database.url,
    // Rows only: what a query changes may be several statements, which can't be prepared.
    query: (sql) => (/^\s*SELECT\b/i.test(sql) ? database.queryExactly(sql) : database.query(sql)),
    script: (sql) => feedMariadb(database.url, sql),
    tables: () => tablesOf('mysql', database.query),
    contents: () => contentsOf('mysql', database.query),
  }
}
