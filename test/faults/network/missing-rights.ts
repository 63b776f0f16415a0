import type { FaultTest } from '../fault-test.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'

/** Where the stack of an error is always shown (src/cli/program.ts), none of the refusals is one line. */
export const missingRights: FaultTest = {
  name: 'N5',
  title: 'without a right, one line names the object, and nothing is changed',
  databases: ['postgres', 'mariadb'],
  rounds: { short: 1, full: 3 },
  async start({ atEnd, workspace, kind }) {
    const user = `tsmig_weak_${process.pid}`
    const { database: admin } = await workspace()
    await admin.query(
      kind === 'postgres'
        ? `CREATE ROLE ${user} LOGIN PASSWORD 'weak'`
        : `CREATE USER ${user} IDENTIFIED BY 'weak'`,
    )
    atEnd(
      async () => void (await admin.query(kind === 'postgres' ? `DROP ROLE ${user}` : `DROP USER ${user}`)),
    )
    return async (round) => {
      const { folder, database, fail } = round
      const weak = new URL(database.url)
      weak.username = user
      weak.password = 'weak'
      let refused = 0
      const cases = kind === 'postgres' ? postgresCases(user) : mariadbCases(user, weak.pathname.slice(1))
      for (const { what, prepare, target, undo } of cases) {
        writeProject(folder, database.url, history)
        for (const sql of prepare) await database.query(sql)
        if (target !== undefined) await round.run(tsmigCommand('upgrade', target))
        const before = JSON.stringify(await database.contents())
        writeProject(folder, weak.href, history)
        const { code, stderr } = await round.run(tsmigCommand('upgrade', 'head'))
        const told = stderr.split('\n').filter((line) => line.startsWith('error: '))
        const holds =
          code !== 0 && told.length === 1 && what.test(told.join()) && !/^\s+at .*\(/m.test(stderr)
        if (holds) refused += 1
        else fail(`${what}: exit ${code}: ${stderr}`)
        if (JSON.stringify(await database.contents()) !== before) fail(`${what}: something changed`)
        for (const sql of undo) await database.query(sql)
      }
      return { cases: cases.length, refused }
    }
  },
}

const history = [
  { name: 'm1', statements: ['CREATE TABLE one (id integer)'] },
  { name: 'm2', statements: ['ALTER TABLE one ADD COLUMN n integer'] },
]

interface Case {
  /** What the error says. */
  readonly what: RegExp
  readonly prepare: readonly string[]
  /** What the owner does before. */
  readonly target?: string
  readonly undo: readonly string[]
}

function postgresCases(user: string): readonly Case[] {
  return [
    { what: /permission denied for schema public/, prepare: [], undo: [] },
    {
      what: /permission denied for table tsmig_version/,
      prepare: [`GRANT CREATE, USAGE ON SCHEMA public TO ${user}`],
      target: 'm1',
      undo: [],
    },
    {
      what: /must be owner of table one/,
      prepare: [`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${user}`],
      undo: [
        `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${user}`,
        `REVOKE ALL ON SCHEMA public FROM ${user}`,
      ],
    },
  ]
}

function mariadbCases(user: string, name: string): readonly Case[] {
  return [
    { what: /Access denied for user/, prepare: [], undo: [] },
    {
      what: /CREATE command denied .*tsmig_version/,
      prepare: [`GRANT SELECT ON ${name}.* TO ${user}`],
      undo: [],
    },
    {
      what: /ALTER command denied .*\bone\b/,
      prepare: [`GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON ${name}.* TO ${user}`],
      target: 'm1',
      undo: [],
    },
  ]
}
