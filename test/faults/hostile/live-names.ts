import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dice } from '../../mutation/dice.ts'
import type { FaultTest } from '../fault-test.ts'
import { type DatabaseKind, databaseKinds } from '../support/database.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'
import { canaries, hostileName, hostileText } from './hostile-text.ts'

const victim =
  "import { t, table } from 'tsmig'\n\nexport const victim = table('victim', { id: t.integer() })\n"

/** What is done, and the declaration that it is done with: all that stands there, or only the victim. */
const commands: readonly (readonly [readonly string[], string])[] = [
  [['pull', '--out', 'schema.ts'], 'victim.ts'],
  [['check', '--include-unmanaged'], 'schema.ts'],
  [['revision', '--autogenerate', '--include-unmanaged', '-m', 'drop all'], 'victim.ts'],
  [['upgrade', 'head'], 'victim.ts'],
  [['downgrade', 'base'], 'victim.ts'],
  [['pull', '--out', 'after.ts'], 'victim.ts'],
]

/**
 * Where `quoteIdentifier` (src/dialects/identifier.ts) doubles no quotes, `upgrade` and `downgrade` ended in syntax
 * errors of PostgreSQL and SQLite, in statements that said `require(…)` outside of all quotes.
 */
export const liveNames: FaultTest = {
  name: 'S2',
  title: 'names and texts of a database stay within their quotes',
  databases: databaseKinds,
  rounds: { short: 1, full: 24 },
  async start() {
    return async ({ kind, database, folder, dice, run, fail }) => {
      writeProject(folder, database.url, [])
      await database.query('CREATE TABLE victim (id integer)')
      const { statements, texts } = hostileTables(kind, dice)
      for (const sql of statements) await database.query(sql)
      writeFileSync(join(folder, 'victim.ts'), victim)
      for (const [args, declared] of commands) {
        const env = `export default { targetMetadata: '${declared}' }\n`
        writeFileSync(join(folder, 'migrations/env.ts'), env)
        const { code, stdout, stderr } = await run(tsmigCommand(...args))
        if (code !== 0) fail(`${args.join(' ')}: exit ${code}: ${stdout}${stderr}`)
      }
      if (!(await database.tables()).includes('victim')) fail('victim is gone')
      const [before, after] = ['schema.ts', 'after.ts'].map((name) =>
        readFileSync(join(folder, name), 'utf8'),
      )
      if (before !== after) fail('it does not come back as it was')
      const escapes = canaries(folder)
      if (escapes.length > 0) fail(`code ran: ${escapes.join(', ')}`)
      return { texts, escapes: escapes.length }
    }
  },
}

interface HostileTables {
  readonly statements: readonly string[]
  /** How many hostile names and texts stand in them. */
  readonly texts: number
}

/** Tables with hostile names, defaults, checks and comments. */
function hostileTables(kind: DatabaseKind, dice: Dice): HostileTables {
  const tables = Array.from({ length: 3 }, (_, at) => hostileTable(kind, dice, at))
  return {
    statements: tables.flatMap(({ statements }) => statements),
    texts: tables.reduce((sum, { texts }) => sum + texts, 0),
  }
}

function hostileTable(kind: DatabaseKind, dice: Dice, at: number): HostileTables {
  let texts = 0
  const counted = (made: string): string => {
    texts += 1
    return made
  }
  const name = (prefix: string): string => counted(quoted(kind, hostileName(dice, `${prefix}${at}`)))
  const text = (): string => counted(literal(kind, hostileText(dice)))
  const [table, column, other] = [name('t'), name('c'), name('d')]
  const comment = (what: string): string => (kind === 'mariadb' ? ` COMMENT ${literal(kind, what)}` : '')
  const words = hostileText(dice)
  const create = `CREATE TABLE ${table} (
    id integer PRIMARY KEY,
    ${column} varchar(200) NOT NULL DEFAULT ${text()}${comment(words)},
    ${other} varchar(200),
    CONSTRAINT ${name('k')} CHECK (${other} <> ${text()})
  )${comment(words)}`
  const more = [`CREATE INDEX ${name('i')} ON ${table} (${column}${kind === 'mariadb' ? '(50)' : ''})`]
  if (kind === 'postgres') {
    more.push(
      `COMMENT ON TABLE ${table} IS ${literal(kind, words)}`,
      `COMMENT ON COLUMN ${table}.${column} IS ${text()}`,
      `CREATE TYPE ${name('e')} AS ENUM (${literal(kind, hostileName(dice, 'x'))}, ${literal(kind, hostileName(dice, 'y'))})`,
      `CREATE VIEW ${name('v')} AS SELECT ${column} AS ${name('a')}, ${text()}::text AS b FROM ${table}`,
    )
  }
  return { statements: [create, ...more], texts }
}

function quoted(kind: DatabaseKind, name: string): string {
  // Names of MariaDB hold nothing beyond the first plane of Unicode.
  const plane = name.replace(/[\u{10000}-\u{10ffff}]/gu, '')
  return kind === 'mariadb' ? `\`${plane.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`
}

function literal(kind: DatabaseKind, text: string): string {
  const escaped = kind === 'mariadb' ? text.replaceAll('\\', '\\\\') : text
  return `'${escaped.replaceAll("'", "''")}'`
}
