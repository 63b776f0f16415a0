import Sqlite from 'better-sqlite3'
import { placeEnumValues } from '../../src/autogenerate/compare/place-enum-values.ts'
import type { Dialect, Query } from '../../src/dialects/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { LiveSink } from '../../src/runtime/live-sink.ts'
import type { Session } from '../../src/runtime/session.ts'
import { sqliteDriver } from '../../src/runtime/sqlite-driver.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'
import { createMariadbDatabase } from '../support/mariadb.ts'
import { openPostgres } from './postgres-server.ts'

/** A database that is filled and emptied again and again. */
export interface Server {
  readonly dialect: Dialect
  readonly query: Query
  /** Runs operations as a revision does: in a transaction of their own. Throws what the server says. */
  apply(operations: readonly Operation[]): Promise<void>
  /** Runs statements as they are, with foreign keys and triggers off as far as the server can. */
  quietly(statements: readonly string[]): Promise<void>
  /** Takes all that it holds away. */
  empty(): Promise<void>
  close(): Promise<void>
}

export function openServer(dialect: DialectName): Promise<Server> {
  switch (dialect) {
    case 'postgres':
      return openPostgres()
    case 'sqlite':
      return Promise.resolve(openSqlite())
    case 'mysql':
      return openMariadb()
    default:
      return dialect satisfies never
  }
}

export type Run = Session['run']

export function applyOn(dialect: Dialect, query: Query, run: Run): Server['apply'] {
  return async (operations) => {
    const session: Session = {
      dialect,
      display: 'a database of the test',
      query,
      run,
      begin: async (sql) => void (await run({ sql })),
      knex: () => {
        throw new Error('no operation here is code')
      },
      inTransaction: false,
      leave: async () => {},
      close: async () => {},
    }
    const sink = new LiveSink(session, {
      begin: async (_session, sql) => void (await run({ sql })),
      commit: async () => void (await run({ sql: 'COMMIT' })),
    })
    // As a revision is written: what uses a new value of an enum stands in another transaction.
    const placed = placeEnumValues(
      operations.map((operation) => ({ operation })),
      { always: false },
    )
    const [early, late] = [placed.filter(({ outside }) => outside), placed.filter(({ outside }) => !outside)]
    if (early.length > 0) await sink.begin({ transaction: false })
    for (const { operation } of early) await sink.accept(operation)
    await sink.begin({ transaction: true })
    try {
      for (const { operation } of late) await sink.accept(operation)
      await sink.commit()
    } catch (error) {
      await sink.rollback()
      throw error
    }
  }
}

function openSqlite(): Server {
  let database = new Sqlite(':memory:')
  const driver = () => sqliteDriver(database, async () => {})
  const query: Query = (sql, bindings) => driver().query(sql, bindings)
  const run: Run = (statement) => driver().run(statement)
  return {
    dialect: sqlite,
    query,
    apply: applyOn(sqlite, query, run),
    async quietly(statements) {
      database.pragma('foreign_keys = OFF')
      try {
        for (const sql of statements) database.exec(sql)
      } finally {
        database.pragma('foreign_keys = ON')
      }
    },
    async empty() {
      database.close()
      database = new Sqlite(':memory:')
    },
    async close() {
      database.close()
    },
  }
}

async function openMariadb(): Promise<Server> {
  const database = await createMariadbDatabase()
  const { dialect } = database
  for (const sql of dialect.session ?? []) await database.query(sql)
  const query: Query = (sql, bindings) =>
    database.query(dialect.inline({ sql, ...(bindings !== undefined && { bindings }) }))
  const run: Run = async (statement) => {
    await database.query(dialect.inline(statement))
    return undefined
  }
  return {
    dialect,
    query,
    apply: applyOn(dialect, query, run),
    async quietly(statements) {
      try {
        for (const sql of ['SET foreign_key_checks = 0', ...statements]) await database.query(sql)
      } finally {
        await database.query('SET foreign_key_checks = 1')
      }
    },
    empty: () => database.empty(),
    close: () => database.drop(),
  }
}
