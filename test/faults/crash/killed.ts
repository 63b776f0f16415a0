import type { FaultTest, Round } from '../fault-test.ts'
import { cleanRun, killRun } from './clean-run.ts'
import { comparable } from './comparable.ts'
import { crashHistory } from './history.ts'

/**
 * With the rows of the version table written behind the commit (in src/runtime/run-steps.ts, `writeHeads` behind
 * `run.sink.commit()`) reruns end with `relation "t5" already exists`.
 */
export const killed: FaultTest = {
  name: 'K1',
  title: 'killed at any moment, one rerun leads to the same database',
  databases: ['postgres', 'sqlite'],
  peers: ['knex', 'node-pg-migrate'],
  rounds: { short: 4, full: 200 },
  async start(setting) {
    const { kind, tool, short } = setting
    const history = crashHistory(kind, { rows: short ? 5000 : 50_000 }).filter(
      ({ statements }) => tool.name === 'tsmig' || statements.length > 0,
    )
    const clean = await cleanRun(setting, history)
    return async (round) => {
      const { folder, database, dice, fail } = round
      tool.write(folder, database.url, history)
      if (kind === 'sqlite' && dice.chance(50)) await database.query('PRAGMA journal_mode = WAL')
      const killed = await killRun(round, clean)
      const rerun = await round.run(tool.upgrade)
      if (rerun.code !== 0) fail(`the rerun ended with ${rerun.code}: ${rerun.stderr}`)
      const equal = rerun.code === 0 && (await comparable(database, tool)) === clean.contents
      if (rerun.code === 0 && !equal) fail('the database is another than that of a run without a kill')
      if (kind === 'sqlite') await checkFile(round)
      return {
        runs: 1,
        killed: killed ? 1 : 0,
        'equal after the rerun': equal ? 1 : 0,
        'manual steps': rerun.code === 0 ? 0 : 1,
      }
    }
  },
}

async function checkFile({ database, fail }: Round): Promise<void> {
  const integrity = JSON.stringify(await database.query('PRAGMA integrity_check'))
  if (integrity !== '[{"integrity_check":"ok"}]') fail(`integrity_check: ${integrity}`)
  if ((await database.query('PRAGMA foreign_key_check')).length > 0) fail('rows refer to rows that are gone')
  const left = (await database.tables()).filter((name) => name.startsWith('_tsmig_tmp_'))
  if (left.length > 0) fail(`left behind: ${left.join(', ')}`)
}
