import type { FaultTest, Round } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { others } from '../tools/tool.ts'
import { tsmigCommand } from '../tools/tsmig.ts'
import { cleanRun, killRun } from './clean-run.ts'
import { comparable } from './comparable.ts'
import { unfinishedHistory } from './unfinished-history.ts'

/**
 * Where what is recorded of a step is not read (`recorded: []` in src/runtime/log/run-log.ts), reruns ended with
 * `relation "t3" already exists`: 2 of 8 on PostgreSQL, 3 of 8 on MariaDB.
 */
export const unfinished: FaultTest = {
  name: 'K2',
  title: 'killed where nothing is taken back, the rerun goes on, or asks and is answered with repair',
  databases: databaseKinds,
  peers: others,
  rounds: { short: 3, full: 200 },
  async start(setting) {
    const history = unfinishedHistory(setting.kind)
    const clean = await cleanRun(setting, history)
    return async (round) => {
      const { folder, database, tool, fail } = round
      tool.write(folder, database.url, history)
      const killed = await killRun(round, clean)
      let rerun = await round.run(tool.upgrade)
      const asked = rerun.code !== 0
      if (asked) {
        if (tool.name === 'tsmig') await answer(round, rerun.stderr)
        else if (tool.repair !== undefined) await round.run(tool.repair)
        rerun = await round.run(tool.upgrade)
      }
      if (rerun.code !== 0) fail(`the rerun ended with ${rerun.code}: ${rerun.stderr}`)
      const equal = rerun.code === 0 && (await comparable(database, tool)) === clean.contents
      if (rerun.code === 0 && !equal) fail('the database is another than that of a run without a kill')
      return {
        runs: 1,
        killed: killed ? 1 : 0,
        'equal after the rerun': equal && !asked ? 1 : 0,
        'equal after repair': equal && asked ? 1 : 0,
        'no way on': rerun.code === 0 ? 0 : 1,
        'another database, and no error': rerun.code === 0 && !equal ? 1 : 0,
      }
    }
  },
}

/** Only code may be asked for: whether it was done, its row tells. */
async function answer({ database, run, fail }: Round, question: string): Promise<void> {
  if (!/revision m1 was cut off while number 4, "fill", ran[\s\S]*tsmig repair --continue/.test(question)) {
    fail(`the rerun ended without a question: ${question}`)
    return
  }
  const rows = await database.query('SELECT 1 AS found FROM t1 WHERE id = 3')
  const repaired = await run(tsmigCommand('repair', '--continue', rows.length > 0 ? 'done' : 'again'))
  if (repaired.code !== 0) fail(`repair ended with ${repaired.code}: ${repaired.stderr}`)
}
