import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Dialect, Query } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import type { DialectName } from '../../src/schema/dialect-name.ts'
import { createMariadbDatabase, feedMariadb } from '../support/mariadb.ts'
import { createTestDatabase } from '../support/postgres.ts'
import { showCreateAll } from './show-create.ts'
import { sqliteDatabase } from './sqlite-database.ts'

/** An empty database of a server, for one file of the corpus. */
export interface CorpusDatabase {
  readonly dialect: Dialect
  readonly query: Query
  /** Runs a script as the server's own shell would. */
  load(script: string): Promise<void>
  /** What the server's own tool says the database holds, object by object; undefined where there is no such tool. */
  dump(): Promise<readonly string[] | undefined>
  drop(): Promise<void>
}

/** The server that a file is for, by the end of its name. */
export function dialectOf(file: string): DialectName | undefined {
  const [, word] = /\.(pg|mariadb|sqlite)\.sql$/.exec(file) ?? []
  return word === undefined
    ? undefined
    : ({ pg: 'postgres', mariadb: 'mysql', sqlite: 'sqlite' } as const)[word]
}

export function createCorpusDatabase(dialect: DialectName): Promise<CorpusDatabase> {
  switch (dialect) {
    case 'postgres':
      return postgresDatabase()
    case 'mysql':
      return mariadbDatabase()
    case 'sqlite':
      return Promise.resolve(sqliteDatabase())
    default:
      return dialect satisfies never
  }
}

async function postgresDatabase(): Promise<CorpusDatabase> {
  const database = await createTestDatabase()
  return {
    dialect: postgres,
    query: (sql, bindings) => database.query(sql, bindings),
    async load(script) {
      await database.query(script)
      // A script may have set the connection up for itself alone.
      await database.query('DISCARD ALL')
    },
    dump: () => Promise.resolve(pgDump(database.url)),
    drop: () => database.drop(),
  }
}

async function mariadbDatabase(): Promise<CorpusDatabase> {
  const database = await createMariadbDatabase()
  return {
    dialect: database.dialect,
    query: (sql, bindings) =>
      database.query(database.dialect.inline({ sql, ...(bindings !== undefined && { bindings }) })),
    load: (script) => feedMariadb(database.url, script),
    dump: () => showCreateAll(database),
    drop: () => database.drop(),
  }
}

/** Statements of `pg_dump --schema-only`, sorted: their order follows numbers that the server gave out. */
function pgDump(url: string): readonly string[] {
  const text = execFileSync('pg_dump', ['--schema-only', '--no-owner', '--no-privileges', url], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  return text
    .split(/\n\n\n?--\n-- Name: /)
    .slice(1)
    .map((part) =>
      part.replace(/^[^\n]*\n--\n/, '').replace(/\n+--\n-- PostgreSQL database dump complete[\s\S]*/, ''),
    )
    .map((part) => part.replace(/^SET default_(?:tablespace|table_access_method) = [^\n]*\n+/gm, '').trim())
    .filter((part) => part !== '')
    .sort()
}

export function readScript(file: string): string {
  return readFileSync(file, 'utf8')
}
