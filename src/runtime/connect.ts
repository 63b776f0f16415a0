import type { Database } from 'better-sqlite3'
import type { Knex } from 'knex'
import type { Client } from 'pg'
import type { Dialect, Query } from '../dialects/dialect.ts'
import { type Flavour, readFlavour } from '../dialects/mysql/flavour.ts'
import { loadDialect } from '../dialects/registry.ts'
import type { ConnectionSettings } from '../project/config/connection-url.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import { TsmigError } from '../support/errors.ts'
import { answered, answeredWithin, forOwnQuestions, grace } from './answered.ts'
import { bindKnex, loadKnex } from './bound-knex.ts'
import { cannotConnect } from './cannot-connect.ts'
import type { MysqlConnection } from './mysql-driver.ts'
import { connectPostgres, postgresDriver } from './postgres-driver.ts'
import type { Driver, Session } from './session.ts'
import { openSqlite, sqliteDriver, withoutBinary } from './sqlite-driver.ts'

/** Where a connection comes from: a URL that was parsed, or the user's own knex. */
export type ConnectionSource =
  | { readonly kind: 'url'; readonly settings: ConnectionSettings; readonly masked: string }
  | { readonly kind: 'knexConfig'; readonly config: Knex.Config }
  | { readonly kind: 'knex'; readonly knex: Knex }

export interface ConnectOptions {
  /** Whether a SQLite file that isn't there may be made. */
  readonly create: boolean
  /** Milliseconds until a server that a url names has to answer, where the url itself doesn't say. */
  readonly timeout?: number
}

/** The dialect that a source leads to, without connecting. Throws `unsupported-database`. */
export function dialectOfSource(source: ConnectionSource): DialectName {
  switch (source.kind) {
    case 'url':
      return source.settings.dialect
    case 'knexConfig':
      return dialectOfClient(source.config.client)
    case 'knex':
      return dialectOfClient(source.knex.client.driverName)
  }
}

/** The dialect to write with while nothing is connected: of MySQL's two servers, the one that the URL names. */
export function offlineDialect(source: ConnectionSource): Promise<Dialect> {
  return loadDialect(dialectOfSource(source), flavourOfSource(source))
}

/** Which of MySQL and MariaDB a source names; `undefined` where it leaves that open. */
export function flavourOfSource(source: ConnectionSource): Flavour | undefined {
  if (source.kind === 'url') return source.settings.dialect === 'mysql' ? source.settings.flavour : undefined
  if (source.kind === 'knex') return undefined
  const { connection } = source.config
  return typeof connection === 'string' && /^mariadb:/i.test(connection) ? 'mariadb' : undefined
}

/** Opens a session. Throws `cannot-connect` or `no-driver`, in words that hold no secret. */
export async function connect(source: ConnectionSource, options: ConnectOptions): Promise<Session> {
  const name = dialectOfSource(source)
  const display = displayOf(source, name)
  try {
    switch (source.kind) {
      case 'url':
        return await makeSession(name, display, await openUrl(source.settings, options), options)
      case 'knexConfig': {
        const instance = loadKnex()(withQuietLog(source.config))
        const driver = await acquire(instance, name, () => instance.destroy())
        return await makeSession(name, display, driver, options, source.config)
      }
      case 'knex': {
        const driver = await acquire(source.knex, name, async () => {})
        return await makeSession(name, display, driver, options, source.knex.client.config)
      }
    }
  } catch (cause) {
    throw cause instanceof TsmigError ? cause : (withoutBinary(cause) ?? cannotConnect(display, cause))
  }
}

async function openUrl(settings: ConnectionSettings, options: ConnectOptions): Promise<Driver> {
  switch (settings.dialect) {
    case 'sqlite':
      return openSqlite(settings.filename, options)
    case 'postgres':
      // The server takes as long to make a process of its own as we to load its dialect.
      return connectPostgres({ connectionTimeoutMillis: options.timeout, ...settings.config }, () => {
        loadDialect('postgres').catch(() => {})
      })
    case 'mysql': {
      const { connectMysql } = await import('./mysql-driver.ts')
      return connectMysql({
        ...(options.timeout !== undefined && { connectTimeout: options.timeout }),
        ...settings.config,
      })
    }
  }
}

/** One connection of the user's own pool, for as long as the session lasts. */
async function acquire(instance: Knex, name: DialectName, destroy: () => Promise<void>): Promise<Driver> {
  const connection = await instance.client.acquireConnection().catch(async (error: unknown) => {
    await destroy()
    throw error
  })
  const close = async (): Promise<void> => {
    await instance.client.releaseConnection(connection)
    await destroy()
  }
  switch (name) {
    case 'postgres':
      return postgresDriver(connection as Client, close)
    case 'sqlite':
      return sqliteDriver(connection as Database, close)
    case 'mysql':
      return (await import('./mysql-driver.ts')).borrowMysql(connection as MysqlConnection, close)
  }
}

async function makeSession(
  name: DialectName,
  display: string,
  driver: Driver,
  { timeout }: ConnectOptions,
  settings?: Knex.Config,
): Promise<Session> {
  const asked: Query = (sql, bindings) =>
    answeredWithin(forOwnQuestions(timeout), driver, () => driver.query(sql, bindings))
  // What the server is goes before what the URL says.
  const dialect = await loadDialect(name, name === 'mysql' ? await readFlavour(asked) : undefined)
  const { begin, runAll, runEach, sendAhead, copyIn } = driver
  let bound: Knex | undefined
  const session: Session = {
    dialect,
    display,
    query: queryOf(driver, (ask) => answered(session, driver, ask)),
    run: (statement) => answered(session, driver, () => driver.run(statement)),
    begin: async (sql) => {
      if (begin === undefined) await session.run({ sql })
      else await answered(session, driver, async () => begin(sql))
    },
    ...(runAll && { runAll: (statements) => answered(session, driver, () => runAll(statements)) }),
    ...(runEach && {
      runEach: (statements, onDone) => answered(session, driver, () => runEach(statements, onDone)),
    }),
    ...(sendAhead && { sendAhead }),
    ...(copyIn && { copyIn: (sql, pieces) => answered(session, driver, () => copyIn(sql, pieces)) }),
    knex: () => {
      bound ??= bindKnex(name, driver, () => session.inTransaction, settings)
      return bound
    },
    ...(driver.announcedBackend !== undefined && { announcedBackend: driver.announcedBackend }),
    inTransaction: false,
    close: () => closed(driver),
    leave: async () => {
      const closing = closed(driver)
      if (driver.hangsUp) closing.catch(() => {})
      else await closing
    },
  }
  return session
}

/** A connection that brings nothing any more doesn't bring the end of itself either. */
async function closed(driver: Driver): Promise<void> {
  const timer = setTimeout(() => driver.abandon?.(), grace)
  try {
    await driver.close()
  } finally {
    clearTimeout(timer)
  }
}

function queryOf(driver: Driver, within: <T>(ask: () => Promise<T>) => Promise<T>): Query {
  const query: Query = (sql, bindings) => within(() => driver.query(sql, bindings))
  const { queryAll } = driver
  if (queryAll !== undefined) query.all = (...asked) => within(() => queryAll(...asked))
  return query
}

/** knex would print the stack of a failed connection, which we tell. What the user wants logged stays. */
function withQuietLog(config: Knex.Config): Knex.Config {
  const mute = (): void => {}
  return { ...config, log: { error: mute, warn: mute, deprecate: mute, ...config.log } }
}

function dialectOfClient(client: unknown): DialectName {
  const driver =
    typeof client === 'function' ? (client.prototype as { driverName?: unknown }).driverName : client
  switch (driver) {
    case 'pg':
    case 'postgres':
    case 'postgresql':
      return 'postgres'
    case 'better-sqlite3':
      return 'sqlite'
    case 'mysql2':
      return 'mysql'
  }
  throw new TsmigError(
    'unsupported-database',
    `tsmig can't use the knex client "${String(driver)}"`,
    'Use the client "pg", "better-sqlite3" or "mysql2".',
  )
}

function displayOf(source: ConnectionSource, name: DialectName): string {
  return source.kind === 'url' ? source.masked : `the ${name} database of the env file`
}
