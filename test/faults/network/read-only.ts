import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultTest, Round } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { type Ended, startNode } from '../support/process.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'
import { type Reader, type Way, waysOf } from './ways-to-be-read-only.ts'

/**
 * Where the version table is not tried (src/commands/require-writable.ts), revisions had begun before they were refused,
 * in each way; where what is declared is planted by a plain BEGIN (src/dialects/postgres/settle/read.ts), `check` told
 * differences that are none.
 */
export const readOnly: FaultTest = {
  name: 'N4',
  title: 'of a database that may only be read all is told, and a run is refused before it begins',
  databases: databaseKinds,
  rounds: { short: 1, full: 1 },
  async start({ kind, short, atEnd }) {
    const all = await waysOf(kind, atEnd)
    if (typeof all === 'string') return all
    const ways = short ? all.filter(({ what }) => shortWays.includes(what)) : all
    return async (round) => {
      let [told, refused] = [0, 0]
      for (const [index, way] of ways.entries()) {
        const folder = join(round.folder, String(index))
        mkdirSync(folder)
        const counted = await attempt({ ...round, folder }, way)
        told += counted.told
        refused += counted.refused
      }
      return { ways: ways.length, told, refused }
    }
  },
}

/** What CI tries: one of a kind. */
const shortWays: readonly string[] = [
  'default_transaction_read_only of the database',
  'the folder',
  'read_only',
]

const reading: readonly (readonly string[])[] = [
  ['current'],
  ['current', '--check-heads'],
  ['heads'],
  ['history', '--indicate-current'],
  ['status'],
  ['log'],
  ['check'],
  ['pull'],
  ['upgrade', 'head'],
  ['upgrade', 'm1:head', '--sql'],
]

const writing: readonly (readonly string[])[] = [
  ['upgrade', 'head'],
  ['downgrade', '-1'],
  ['stamp', 'base'],
  ['stamp', '--purge', 'head'],
]

/** What CI runs of them. */
const shortly: readonly string[] = ['status', 'check', 'upgrade']
const chosen = (commands: readonly (readonly string[])[], short: boolean) =>
  short ? commands.filter(([name]) => name !== undefined && shortly.includes(name)) : commands

async function attempt(round: Round, way: Way): Promise<{ readonly told: number; readonly refused: number }> {
  const { folder, short, fail } = round
  const { database, url, lock } = await way.open(folder)
  let reader: Reader = { url }
  const run = async (args: readonly string[]): Promise<Ended> =>
    startNode(tsmigCommand(...args), { cwd: folder, ...(reader.uid !== undefined && { uid: reader.uid }) })
      .ended
  const project = (count: number): void => writeProject(folder, reader.url, history.slice(0, count))
  const contents = async () => JSON.stringify(await database.contents())
  const refuse = async (args: readonly string[]): Promise<number> => {
    const before = await contents()
    const { code, stdout, stderr } = await run(args)
    const holds =
      code === 1 && /^error: .*read.?only/im.test(stderr) && /hint: .*(read-only|you may write)/.test(stderr)
    if (!holds || /began|^\s+at .*\(/m.test(stdout + stderr))
      fail(`${way.what}: ${args.join(' ')}: exit ${code}: ${stdout}${stderr}`)
    if ((await contents()) !== before) fail(`${way.what}: ${args.join(' ')} changed something`)
    return holds ? 1 : 0
  }
  writeFileSync(join(folder, 'schema.ts'), schema)
  let [told, refused] = [0, 0]
  try {
    project(2)
    writeFileSync(join(folder, 'migrations/env.ts'), `export default { targetMetadata: 'schema.ts' }\n`)
    reader = await lock()
    project(2)
    refused += await refuse(['upgrade', 'head'])
    refused += await refuse(['ensure-version'])
    await reader.unlock?.()
    reader = { url }
    project(2)
    const { code, stderr } = await run(['upgrade', 'head'])
    if (code !== 0) fail(`${way.what}: exit ${code}: ${stderr}`)
    const before: Ended[] = []
    for (const args of chosen(reading, short)) before.push(await run(args))
    for (const ended of before) if (ended.code !== 0) fail(`${way.what}: ${spell(ended)}`)
    const [held] = [await contents()]
    reader = await lock()
    project(2)
    for (const [index, args] of chosen(reading, short).entries()) {
      const now = await run(args)
      const isRefused = args[0] === 'check' && way.asksNothing === true
      const holds = isRefused
        ? now.code === 1 && /may only be read.*\n {2}hint: Compare with the primary/.test(now.stderr)
        : spell(now) === spell(before[index])
      if (holds) told += 1
      else fail(`${way.what}: ${args.join(' ')}: ${spell(now)} in place of ${spell(before[index])}`)
    }
    if ((await contents()) !== held) fail(`${way.what}: reading changed something`)
    project(3)
    for (const args of chosen(writing, short)) refused += await refuse(args)
  } finally {
    await reader.unlock?.()
  }
  reader = { url }
  project(3)
  const { code, stderr } = await run(['upgrade', 'head'])
  if (code !== 0) fail(`${way.what}: the rerun ended with ${code}: ${stderr}`)
  return { told, refused }
}

/** What was said; not at which port, nor how long it took. */
function spell(ended: Ended | undefined): string {
  return `exit ${ended?.code}: ${ended?.stdout}${ended?.stderr}`.replaceAll(/:\d+\/|\d+ ms/g, '')
}

const history = [
  {
    name: 'm1',
    statements: [
      'CREATE TABLE one (id integer NOT NULL, n integer, CONSTRAINT one_n CHECK (n IN (1, 2) AND n != 3))',
    ],
  },
  { name: 'm2', statements: ['CREATE TABLE more (n integer)'] },
  {
    name: 'm3',
    statements: [],
    upgrade: `await op.run('say', async () => console.log('began'))
  await op.createTable('two', { id: t.integer() })`,
  },
]

/** The server spells the check otherwise. */
const schema = `import { check, table, t } from 'tsmig'
export const one = table('one', { id: t.integer().notNull(), n: t.integer() }, () => [
  check('n IN (1, 2) AND n != 3', { name: 'one_n' }),
])
export const more = table('more', { n: t.integer() })
`
