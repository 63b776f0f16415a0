import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { mariadb, mysql } from '../../src/dialects/mysql/dialect.ts'
import { readFlavour } from '../../src/dialects/mysql/flavour.ts'

/** The MySQL or MariaDB that tests may fill as they like. */
export function mariadbUrl(): string {
  return process.env.TSMIG_TEST_MARIADB_URL ?? 'mysql://root@127.0.0.1:3306'
}

/** Whether that server answers. Where it must, in CI, nobody asks: the tests run, and fail. */
export async function hasMariadb(): Promise<boolean> {
  if (process.env.CI || process.env.TSMIG_TEST_MARIADB_URL) return true
  try {
    const connection = await createConnection({ uri: mariadbUrl(), connectTimeout: 2000 })
    await connection.end()
    return true
  } catch {
    return false
  }
}

/** A database of one test file. */
export interface MariadbDatabase {
  readonly name: string
  /** The dialect of the server: of MySQL, or of MariaDB. */
  readonly dialect: Dialect
  readonly isMariadb: boolean
  /** Its URL, for whoever connects by himself. */
  readonly url: string
  /** Runs SQL, several statements too. Gives the rows of the last. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Runs one statement whose rows come in binary: as text, MariaDB rounds the last digit of many doubles. */
  queryExactly(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Takes every table, view, routine and sequence away. */
  empty(): Promise<void>
  drop(): Promise<void>
}

/** Creates an empty database with a name of its own; its connection reads and writes UTC. */
export async function createMariadbDatabase(): Promise<MariadbDatabase> {
  const name = `tsmig_test_${randomBytes(8).toString('hex')}`
  const connection = await createConnection({
    uri: mariadbUrl(),
    multipleStatements: true,
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  })
  const create = `CREATE DATABASE ${name} CHARACTER SET utf8mb4; USE ${name}`
  await connection.query(`${create}; SET NAMES utf8mb4; SET time_zone = '+00:00'`)
  const url = new URL(mariadbUrl())
  url.pathname = `/${name}`
  const query: MariadbDatabase['query'] = async (sql) => {
    const [result] = await connection.query({ sql, rowsAsArray: false })
    const last: unknown = Array.isArray(result) && result.some(isResult) ? result.at(-1) : result
    return Array.isArray(last) ? (last as Record<string, unknown>[]) : []
  }
  const isMariadb = (await readFlavour(query)) === 'mariadb'
  url.protocol = isMariadb ? 'mariadb:' : 'mysql:'
  return {
    name,
    dialect: isMariadb ? mariadb : mysql,
    isMariadb,
    url: url.href,
    query,
    async queryExactly(sql) {
      const [rows] = await connection.execute(sql)
      return rows as Record<string, unknown>[]
    },
    async empty() {
      await connection.query(`DROP DATABASE ${name}; ${create}`)
    },
    async drop() {
      await connection.query(`DROP DATABASE IF EXISTS ${name}`)
      await connection.end()
    },
  }
}

/** Of several statements, each gives rows or a header. */
function isResult(part: unknown): boolean {
  return (
    Array.isArray(part) ||
    (part as { constructor?: { name?: string } }).constructor?.name === 'ResultSetHeader'
  )
}

/**
 * Feeds a script to the server's own shell, or where the machine has none (the server may stand elsewhere) to the
 * driver. Throws what the server says where it stops.
 */
export async function feedMariadb(databaseUrl: string, script: string): Promise<void> {
  const url = new URL(databaseUrl)
  // Without --comments the shell takes comments out of bodies.
  const args = [
    '--comments',
    '--default-character-set=utf8mb4',
    '-h',
    url.hostname,
    '-P',
    url.port || '3306',
    '-u',
    url.username,
    url.pathname.slice(1),
  ]
  const env = { ...process.env, MYSQL_PWD: decodeURIComponent(url.password) }
  const ran = spawnSync('mariadb', args, { input: script, env, encoding: 'utf8' })
  if (ran.error !== undefined && 'code' in ran.error && ran.error.code === 'ENOENT') {
    return feedDriver(databaseUrl, script)
  }
  if (ran.status !== 0) throw new Error(`mariadb: ${ran.error ?? ran.stderr}\n${script}`)
}

/** As the shell does: what stands between DELIMITER lines is cut at that delimiter only. */
async function feedDriver(databaseUrl: string, script: string): Promise<void> {
  const connection = await createConnection({
    uri: databaseUrl,
    multipleStatements: true,
    // A mode that the shell doesn't have, and that routines would keep.
    flags: ['-IGNORE_SPACE'],
  })
  try {
    for (const part of script.split(/^(?=DELIMITER )/m)) {
      const [, delimiter = ';'] = /^DELIMITER (\S+)\n/.exec(part) ?? []
      const body = part.replace(/^DELIMITER .*\n/, '')
      const statements = delimiter === ';' ? [body] : body.split(delimiter)
      // A part may hold comments alone, which the server takes for an empty query.
      for (const statement of statements) {
        if (/^(?!\s|--)./m.test(statement)) await connection.query(statement.trim())
      }
    }
  } finally {
    await connection.end()
  }
}
