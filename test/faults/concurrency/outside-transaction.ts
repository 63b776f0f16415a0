import type { FaultTest } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { racers } from '../tools/tool.ts'
import { logHistory } from './log-history.ts'
import { runAll } from './run-all.ts'

/**
 * Where the lock of src/runtime/lock/outside-lock.ts is never taken (`take` gives true at once), SQLite had 4 errors of 18:
 * `table t3 already exists`, and rows of the version table that were another's.
 */
export const outsideTransaction: FaultTest = {
  name: 'C7',
  title: 'upgrades at once outside a transaction run each statement once',
  databases: databaseKinds,
  peers: racers,
  rounds: { short: 1, full: 10 },
  async start({ short, tool }) {
    const [processes, logged] = short ? [6, 4] : [50, 10]
    const history = logHistory(logged).map((migration) => ({ ...migration, transaction: false }))
    return async (round) => {
      tool.write(round.folder, round.database.url, history)
      return runAll(round, tool.upgrade, { processes, logged })
    }
  },
}
