import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Database, Statement } from 'better-sqlite3'
import type { Rows } from '../dialects/dialect.ts'
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

/** How many statements are kept prepared. */
const mostKept = 16

/** A driver over a database that is open already. */
export function sqliteDriver(database: Database, close: () => Promise<void>): Driver {
  // Many rows go in by the same text again and again, and each transaction asks the same.
  const kept = new Map<string, Statement<unknown[]>>()
  const prepared = (sql: string): Statement<unknown[]> => {
    const statement = kept.get(sql) ?? database.prepare<unknown[]>(sql)
    if (kept.size >= mostKept && !kept.has(sql)) kept.clear()
    kept.set(sql, statement)
    return statement
  }
  return {
    connection: database,
    query: async (sql, bindings = []) => prepared(sql).all(...bindings) as Rows,
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
