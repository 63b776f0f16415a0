import Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { splitStatements } from '../../src/dialects/split-statements.ts'
import { createMariadbDatabase, feedMariadb, hasMariadb } from './mariadb.ts'
import { createTestDatabase } from './postgres.ts'
import { type ProjectOptions, TestProject } from './project.ts'

export type Kind = 'sqlite' | 'postgres' | 'mysql'

/** The log holds times and names: what it says is tested by itself. */
const isLog = (name: string) => name.endsWith('_log')

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
  const tables = async () => {
    const rows = await query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    return rows.map(({ name }) => String(name)).filter((name) => !isLog(name)).sort()
  }
  return {
    project,
    url: 'sqlite:///app.db',
    query,
    script: async (sql) => use((database) => void database.exec(sql)),
    tables,
    contents: async () => ({
      schema: await query("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE '%\\_log' ESCAPE '\\' ORDER BY type, name"),
      rows: await rowsOf(await tables(), query),
    }),
  }
}

async function postgresProject(options: ProjectOptions): Promise<ProjectWithDatabase> {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const project = TestProject.create({ ...options, url: database.url })
  const tables = async () => {
    const rows = await database.query(
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    )
    return rows.map(({ relname }) => String(relname)).filter((name) => !isLog(name)).sort()
  }
  return {
    project,
    url: database.url,
    query: (sql) => database.query(sql),
    // One by one, as psql does: statements sent together are a transaction.
    script: async (script) => {
      for (const { sql } of splitStatements(script, 'postgres')) await database.query(sql)
    },
    tables,
    contents: async () => ({
      columns: await database.query(catalog.columns),
      constraints: await database.query(catalog.constraints),
      indexes: await database.query(catalog.indexes),
      rows: await rowsOf(await tables(), (sql) => database.query(sql)),
    }),
  }
}

async function mysqlProject(options: ProjectOptions): Promise<ProjectWithDatabase> {
  const database = await createMariadbDatabase()
  onTestFinished(() => database.drop())
  const project = TestProject.create({ ...options, url: database.url })
  const names = async (type: string) => {
    const rows = await database.query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = '${type}'`,
    )
    return rows.map(({ name }) => String(name)).filter((name) => !isLog(name)).sort()
  }
  const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``
  return {
    project,
    url: database.url,
    // Rows only: what a query changes may be several statements, which can't be prepared.
    query: (sql) => (/^\s*SELECT\b/i.test(sql) ? database.queryExactly(sql) : database.query(sql)),
    script: (sql) => feedMariadb(database.url, sql),
    tables: () => names('BASE TABLE'),
    contents: async () => {
      const found = [...(await names('BASE TABLE')), ...(await names('VIEW'))]
      const schema: unknown[] = []
      for (const name of found) schema.push(await database.query(`SHOW CREATE TABLE ${quoted(name)}`))
      const triggers = await database.query('SHOW TRIGGERS')
      schema.push(
        triggers.map(({ Trigger, Table, Event, Timing, Statement }) => [
          Trigger,
          Table,
          Event,
          Timing,
          Statement,
        ]),
      )
      return { schema, rows: await rowsOf(await names('BASE TABLE'), (sql) => database.query(sql), quoted) }
    },
  }
}

async function rowsOf(
  tables: readonly string[],
  query: (sql: string) => Promise<readonly Record<string, unknown>[]>,
  quoted: (name: string) => string = (name) => `"${name}"`,
): Promise<unknown> {
  const rows: Record<string, unknown> = {}
  for (const table of tables) {
    const found = await query(`SELECT * FROM ${quoted(table)}`)
    rows[table] = found.map((row) => JSON.stringify(row)).sort()
  }
  return rows
}

const catalog = {
  columns: `SELECT c.relname, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
      pg_get_expr(d.adbin, d.adrelid) AS default_value
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE '%\\_log' ORDER BY 1, 3`,
  constraints: `SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '%\\_log' ORDER BY 2, 1`,
  indexes: `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '%\\_log' ORDER BY 1`,
}
