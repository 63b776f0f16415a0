import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Database, Statement } from 'better-sqlite3'
import { TsmigError } from '../support/errors.ts'
import type { Driver } from './session.ts'

const require = createRequire(import.meta.url)

/**
 * Opens a database file. One that isn't there is made only when `create` says so;
 * otherwise it reads as an empty database, and nothing is made.
 */
export function openSqlite(filename: string, options: { create: boolean }): Driver {
  const Sqlite = loadDriver()
  const database = new Sqlite(options.create || existsSync(filename) ? filename : ':memory:')
  return sqliteDriver(database, async () => {
    database.close()
  })
}

/** A driver over a database that is open already. */
export function sqliteDriver(database: Database, close: () => Promise<void>): Driver {
  // Many rows go in by the same text again and again.
  let last: { readonly sql: string; readonly statement: Statement<unknown[]> } | undefined
  const prepared = (sql: string): Statement<unknown[]> => {
    if (last?.sql !== sql) last = { sql, statement: database.prepare<unknown[]>(sql) }
    return last.statement
  }
  return {
    connection: database,
    query: async (sql, bindings = []) => {
      const statement = database.prepare<unknown[], Record<string, unknown>>(sql)
      return statement.all(...bindings)
    },
    run: async ({ sql, bindings }) => {
      if (bindings === undefined || bindings.length === 0) {
        database.exec(sql)
        return undefined
      }
      const statement = prepared(sql)
      if (statement.reader) {
        statement.all(...bindings)
        return undefined
      }
      return statement.run(bindings).changes
    },
    close,
  }
}

function loadDriver(): typeof import('better-sqlite3') {
  try {
    return require('better-sqlite3')
  } catch (cause) {
    throw new TsmigError(
      'no-driver',
      'the SQLite driver "better-sqlite3" could not be loaded',
      'Run "npm install better-sqlite3" in your project; where no ready-made binary fits, it needs Python and a C++ compiler.',
      { cause },
    )
  }
}
