import type { FaultTest, Round } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'

/** Control characters that a terminal obeys, and what turns its text round. */
const controls = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

/**
 * Where control characters are shown as they are (`printable` in src/support/text.ts), all four commands showed them, and
 * before long rows were shortened (src/runtime/version-table.ts) they filled the terminal with a megabyte.
 */
export const versionTable: FaultTest = {
  name: 'S4',
  title: 'what the version table is called, or holds, is a name and a text',
  databases: databaseKinds,
  rounds: { short: 1, full: 1 },
  async start({ short }) {
    return async (round) => {
      await round.database.query('CREATE TABLE victim (id integer)')
      let escapes = 0
      const chosen = short ? names.slice(0, 2) : names
      for (const name of chosen) escapes += await tryName(round, name)
      const rows = short ? hostileRows.slice(0, 2) : hostileRows
      for (const row of rows) escapes += await tryRow(round, row)
      if (!(await round.database.tables()).includes('victim')) {
        round.fail('the victim is gone')
        escapes += 1
      }
      return { tries: chosen.length + rows.length, escapes }
    }
  },
}

const names = [
  `v"; DROP TABLE victim; --`,
  'v`; DROP TABLE victim; --',
  `v'; DROP TABLE victim; --`,
  'v]x',
  '$1',
  'é',
  'select',
]
const hostileRows = [
  `'; DROP TABLE victim; --`,
  '\u001b[2J\u001b]0;owned\u0007\u202e',
  'x'.repeat(1_000_000),
  `\${process.exit()}`,
  '%(url)s',
]

/** It is taken as it is, or refused. */
async function tryName({ folder, database, run, fail }: Round, name: string): Promise<number> {
  writeProject(folder, database.url, [{ name: 'm1', statements: [] }], [`version_table = ${name}`])
  const { code, stderr } = await run(tsmigCommand('upgrade', 'head'))
  const isThere = (await database.tables()).includes(name)
  if (code === 0 ? isThere : code === 2 && stderr.includes('version_table')) return 0
  fail(`${name}: exit ${code}, ${isThere ? 'there' : 'not there'}: ${stderr}`)
  return 1
}

async function tryRow({ folder, database, kind, run, fail }: Round, row: string): Promise<number> {
  writeProject(folder, database.url, [{ name: 'm1', statements: [] }], ['version_table = rows'])
  await database.query(`DROP TABLE IF EXISTS ${quoted(kind, 'rows')}`)
  const type = kind === 'mariadb' ? 'longtext' : 'text'
  await database.query(`CREATE TABLE ${quoted(kind, 'rows')} (version_num ${type})`)
  const text = `'${row.replaceAll("'", "''")}'`
  await database.query(`INSERT INTO ${quoted(kind, 'rows')} VALUES (${text})`)
  let escapes = 0
  for (const args of [['current'], ['upgrade', 'head'], ['status'], ['downgrade', '--orphans']]) {
    const { stdout, stderr } = await run(tsmigCommand(...args))
    const told = stdout + stderr
    if (!controls.test(told) && told.length < 20_000) continue
    escapes += 1
    fail(
      `${args.join(' ')} of ${JSON.stringify(row.slice(0, 50))} told ${told.length} characters: ${JSON.stringify(told.slice(0, 500))}`,
    )
  }
  return escapes
}

function quoted(kind: Round['kind'], name: string): string {
  return kind === 'mariadb' ? `\`${name}\`` : `"${name}"`
}
