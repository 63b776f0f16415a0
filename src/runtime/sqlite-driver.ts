import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, isAbsolute } from 'node:path'
import type { Database, Statement } from 'better-sqlite3'
import type { Rows } from '../dialects/dialect.ts'
import { codeOf } from '../dialects/driver-errors.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { packageManager } from '../support/package-manager.ts'
import type { Driver } from './session.ts'

const require = createRequire(import.meta.url)

/**
 * Opens a database file. One that isn't there is made only when `create` says so;
 * otherwise it reads as an empty database, and nothing is made. Throws `no-driver`.
 */
export function openSqlite(filename: string, options: { create: boolean }): Driver {
  const database = open(options.create || existsSync(filename) ? filename : ':memory:')
  return sqliteDriver(database, async () => {
    database.close()
  })
}

function open(filename: string): Database {
  const Sqlite = loadDriver()
  try {
    return new Sqlite(filename)
  } catch (error) {
    throw withoutBinary(error) ?? withoutFolder(filename, error) ?? error
  }
}

/** The driver does not name the folder that it lacks. */
function withoutFolder(filename: string, cause: unknown): Error | undefined {
  const folder = dirname(filename)
  if (!isAbsolute(filename) || existsSync(folder)) return undefined
  return new Error(`the folder ${folder} is not there`, { cause })
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
    // Some installers take the newest, and leave it out where Node is too old for it.
    const wanted = Number.parseInt(process.versions.node, 10) < 22 ? 'better-sqlite3@12' : 'better-sqlite3'
    throw new TsmigError(
      'no-driver',
      'the SQLite driver "better-sqlite3" could not be loaded',
      `Run "${packageManager().install(wanted)}" in your project; where no ready-made binary fits, it needs Python and a C++ compiler.`,
      { cause },
    )
  }
}

/** That the driver is there without a binary that runs here, where an error of it says so: `no-driver`. */
export function withoutBinary(cause: unknown): TsmigError | undefined {
  const message = messageOf(cause)
  if (codeOf(cause) === 'ERR_DLOPEN_FAILED' && /better[-_]sqlite3/.test(message))
    return new TsmigError(
      'no-driver',
      `the SQLite driver "better-sqlite3" has a binary that can't be loaded: ${message.replaceAll(/\s*\n\s*/g, ' ')}`,
      `Have it made for this Node and this system: ${packageManager().rebuild('better-sqlite3')}`,
      { cause },
    )
  // The driver looks for it in many places, and names them all.
  if (!/^Could not locate the bindings file|better_sqlite3\.node/.test(message)) return undefined
  return new TsmigError(
    'no-driver',
    'the SQLite driver "better-sqlite3" is installed without its binary',
    `Its install script has not run; some installers ask first: ${packageManager().runScript('better-sqlite3')}`,
    { cause },
  )
}
