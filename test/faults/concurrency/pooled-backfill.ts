import type { Round } from '../fault-test.ts'
import { pause } from '../support/process.ts'
import { tsmigCommand } from '../tools/tsmig.ts'
import { logHistory } from './log-history.ts'

/**
 * Behind a pooler, a backfill that a look at the text doesn't find is refused where it stands. Without the lock it may
 * run, and its rows are done once each, also where it was killed.
 */
export async function backfillsOnce(round: Round, url: string, logged: number): Promise<void> {
  const { tool, folder, database, dice, node, run, fail } = round
  const fill = `{ set: { n: sql\`n + 1\` }, batchSize: 10, pause: 10 }`
  tool.write(folder, url, [
    ...logHistory(logged),
    {
      name: 'n1',
      statements: [
        'CREATE TABLE filled (id integer PRIMARY KEY, n integer NOT NULL)',
        'INSERT INTO filled SELECT id, 0 FROM generate_series(1, 995) AS numbers (id)',
      ],
    },
    {
      name: 'n2',
      statements: [],
      upgrade: `const call = 'backfill'
  await op.createTable('beside', { id: t.integer() })
  await op[call]('filled', ${fill})`,
    },
  ])
  const { code, stderr } = await run(tool.upgrade)
  const told =
    /error: [\s\S]*pooler[\s\S]*hint: Nothing of revision n2 was kept\. Connect to the server directly/
  if (code === 0 || !told.test(stderr)) fail(`exit ${code}: ${stderr}`)
  const made = await database.tables()
  if (!made.includes('filled') || made.includes('beside')) fail(`tables: ${made.join(', ')}`)
  const sums = async () => {
    const [row] = await database.query('SELECT sum(n)::integer AS done, max(n) AS most FROM filled')
    return JSON.stringify(row)
  }
  if ((await sums()) !== '{"done":0,"most":0}') fail(`rows were changed: ${await sums()}`)
  const without = tsmigCommand('upgrade', 'head', '--no-lock')
  const killed = node(without)
  let over = false
  const end = killed.ended.finally(() => {
    over = true
  })
  while (!over && (await sums()) === '{"done":0,"most":0}') await pause(10)
  await pause(dice.below(500))
  killed.kill('SIGKILL')
  await end
  const rerun = await run(without)
  if (rerun.code !== 0) fail(`the rerun ended with ${rerun.code}: ${rerun.stderr}`)
  if ((await sums()) !== '{"done":995,"most":1}') fail(`not each row once: ${await sums()}`)
}
