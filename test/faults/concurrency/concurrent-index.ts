import type { FaultTest } from '../fault-test.ts'
import { type Migration, racers } from '../tools/tool.ts'
import { logHistory } from './log-history.ts'
import { runAll } from './run-all.ts'

/**
 * With a lock that is waited for in the server (`pg_advisory_lock` in place of `pg_try_advisory_lock` in
 * src/dialects/postgres/lock.ts) the holder's CREATE INDEX CONCURRENTLY ends in a deadlock with those who wait.
 */
export const concurrentIndex: FaultTest = {
  name: 'C2',
  title: 'upgrades at once make an index concurrently',
  databases: ['postgres'],
  peers: racers,
  rounds: { short: 1, full: 10 },
  async start({ short, tool }) {
    const [processes, logged] = short ? [8, 4] : [50, 10]
    const history: readonly Migration[] = logHistory(logged).flatMap((migration, index) =>
      index === 0 ? [migration] : [migration, indexOn(`t${index}`, migration.name)],
    )
    return async (round) => {
      tool.write(round.folder, round.database.url, history)
      const counted = await runAll(round, tool.upgrade, { processes, logged })
      const invalid = await round.database.query('SELECT indexrelid FROM pg_index WHERE NOT indisvalid')
      if (invalid.length > 0) round.fail(`${invalid.length} indexes are not valid`)
      return { ...counted, 'invalid indexes': invalid.length }
    }
  },
}

function indexOn(table: string, after: string): Migration {
  return {
    name: `${after}_index`,
    statements: [`CREATE INDEX CONCURRENTLY ${table}_id ON ${table} (id)`],
    transaction: false,
  }
}
