import type { Connection, ConnectionOptions, QueryError } from 'mysql2'
import { mysql } from '../dialects/mysql/dialect.ts'
import { TsmigError } from '../support/errors.ts'
import { packageManager } from '../support/package-manager.ts'
import { answeredWithin, forOwnQuestions } from './answered.ts'
import type { Driver } from './session.ts'

/** A connection of mysql2 with callbacks: what knex uses too. */
export type MysqlConnection = Pick<Connection, 'query' | 'end' | 'destroy' | 'on'>

/** What sets a session up whose character set somebody chose. The same for both servers. */
const sessionWithoutNames = (mysql.session ?? []).filter((sql) => !/^SET NAMES/.test(sql))

/** Seconds that DDL waits for whoever uses a table: behind a DDL that waits, every reader waits too. */
const patience = 30

/** Connects with `mysql2`. Rejects with the driver's own error, or `no-driver` where it isn't installed. */
export async function connectMysql(config: ConnectionOptions): Promise<Driver> {
  const { createConnection } = await loadDriver()
  const connection = createConnection({
    timezone: 'Z',
    supportBigNumbers: true,
    // A text of op.execute may hold several statements; values never become part of a text unquoted.
    multipleStatements: true,
    connectAttributes: { program_name: 'tsmig' },
    ...config,
    // The driver's own mode would stay in every routine and trigger, and make more words reserved.
    flags: ['-IGNORE_SPACE', ...(config.flags ?? [])],
  })
  // A connection that breaks between two statements is reported by the next one.
  connection.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
  const driver = mysqlDriver(connection, () => end(connection))
  const session = config.charset === undefined ? (mysql.session ?? []) : sessionWithoutNames
  for (const sql of [...session, ...patienceSettings])
    await answeredWithin(forOwnQuestions(config.connectTimeout), driver, () => driver.run({ sql }))
  return driver
}

/** With CAST, as MySQL takes no value that may be negative by its type. */
const patienceSettings = [
  `SET SESSION lock_wait_timeout = CAST(LEAST(@@SESSION.lock_wait_timeout, ${patience}) AS UNSIGNED), innodb_lock_wait_timeout = CAST(LEAST(@@SESSION.innodb_lock_wait_timeout, ${patience}) AS UNSIGNED)`,
]

/** A driver over a connection of the user's own pool: time zone, mode and patience of the session are given back with it. */
export async function borrowMysql(connection: MysqlConnection, close: () => Promise<void>): Promise<Driver> {
  const [before] = rowsOf(
    await send(
      connection,
      'SELECT @@SESSION.time_zone AS zone, @@SESSION.sql_mode AS mode, @@SESSION.lock_wait_timeout AS wait',
    ),
  )
  for (const sql of sessionWithoutNames) await send(connection, sql)
  return mysqlDriver(connection, async () => {
    try {
      const zone = mysql.literal(before?.zone ?? 'SYSTEM')
      await send(
        connection,
        `SET time_zone = ${zone}, sql_mode = ${mysql.literal(before?.mode ?? '')}, lock_wait_timeout = ${Number(before?.wait)}`,
      )
    } finally {
      await close()
    }
  })
}

/** Bindings go into the text as the dialect writes them: the driver's own way is not safe in every `sql_mode`. */
function mysqlDriver(connection: MysqlConnection, close: () => Promise<void>): Driver {
  return {
    connection,
    query: async (sql, bindings) => rowsOf(await send(connection, inlined(sql, bindings))),
    run: async ({ sql, bindings }) => rowCount(await send(connection, inlined(sql, bindings))),
    close,
    abandon: () => connection.destroy(),
  }
}

function inlined(sql: string, bindings: readonly unknown[] | undefined): string {
  return bindings === undefined ? sql : mysql.inline({ sql, bindings })
}

function send(connection: MysqlConnection, sql: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error: QueryError | null, result: unknown) =>
      error ? reject(error) : resolve(result),
    )
  })
}

function rowsOf(result: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(result) ? (result as readonly Record<string, unknown>[]) : []
}

function rowCount(result: unknown): number | undefined {
  // Several statements in one text give one result each.
  const last: unknown = Array.isArray(result) ? result.at(-1) : result
  const changed = (last as { readonly affectedRows?: unknown } | undefined)?.affectedRows
  return typeof changed === 'number' ? changed : undefined
}

function end(connection: MysqlConnection): Promise<void> {
  return new Promise((resolve) => {
    connection.end((error) => {
      if (error) connection.destroy()
      resolve()
    })
  })
}

async function loadDriver(): Promise<typeof import('mysql2')> {
  try {
    const loaded = await import('mysql2')
    return loaded.default ?? loaded
  } catch (cause) {
    throw new TsmigError(
      'no-driver',
      'the MySQL driver "mysql2" could not be loaded',
      `Run "${packageManager().install('mysql2')}" in your project.`,
      { cause },
    )
  }
}
