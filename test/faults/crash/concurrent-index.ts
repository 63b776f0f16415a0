import { openClient } from '../../support/client.ts'
import type { FaultTest, Round } from '../fault-test.ts'
import { pause } from '../support/process.ts'

/**
 * Where what an earlier run left is not looked for (`#clearWay` in src/runtime/live-sink.ts), the rerun ends with
 * `relation "shop_n" already exists`.
 */
export const killedIndex: FaultTest = {
  name: 'K5',
  title: 'killed while an index is made concurrently, the rerun makes it',
  databases: ['postgres'],
  rounds: { short: 1, full: 50 },
  async start({ tool }) {
    return async (round) => {
      const { folder, database, dice, fail } = round
      tool.write(folder, database.url, [
        {
          name: 'm1',
          statements: ['CREATE TABLE shop AS SELECT n FROM generate_series(1, 1000) AS numbers (n)'],
        },
        { name: 'm2', statements: ['CREATE INDEX CONCURRENTLY shop_n ON shop (n)'], transaction: false },
      ])
      await round.run([...tool.upgrade.slice(0, -1), 'm1'])
      const writer = await openClient('postgres', database.url)
      await writer.query('BEGIN; UPDATE shop SET n = n + 1 WHERE n = 1')
      const run = round.node(tool.upgrade)
      while ((await indexes(round)).length === 0) await pause(20)
      await pause(dice.below(300))
      run.kill('SIGKILL')
      await run.ended
      // Or the server would finish what nobody waits for.
      while (await isAtWork(round)) await pause(20)
      await writer.query('ROLLBACK')
      await writer.close()
      const left = (await indexes(round)).filter(({ valid }) => valid !== true).length
      const { code, stderr } = await round.run(tool.upgrade)
      if (code !== 0) fail(`the rerun ended with ${code}: ${stderr}`)
      const valid = (await indexes(round)).filter((index) => index.valid === true).length
      if (valid !== 1 || (await indexes(round)).length !== 1) fail(`${valid} indexes are valid`)
      return { runs: 1, 'invalid after the kill': left, 'valid after the rerun': valid }
    }
  },
}

async function isAtWork({ database }: Round): Promise<boolean> {
  const rows = await database.query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX%'",
  )
  return rows.length > 0
}

function indexes({ database }: Round) {
  return database.query(
    "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid::regclass::text = 'shop_n'",
  )
}
