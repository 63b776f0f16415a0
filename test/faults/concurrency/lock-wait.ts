import type { FaultTest } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { tsmigCommand } from '../tools/tsmig.ts'
import { slowMigration, startHolder } from './holder.ts'

const names = {
  postgres: /backend \d+ \(tsmig\)/,
  mariadb: /connection \d+ of /,
  sqlite: /another connection/,
}

/** Where `left <= 0` in src/runtime/lock/policy.ts is never so, the second run waits until the first ends, with exit 0. */
export const lockWait: FaultTest = {
  name: 'C4',
  title: 'a wait for another run ends in time, names it and changes nothing',
  databases: databaseKinds,
  rounds: { short: 1, full: 10 },
  largest: ['s at most'],
  async start({ tool }) {
    return async (round) => {
      const { folder, database, run, fail } = round
      tool.write(folder, database.url, [slowMigration])
      await run(tsmigCommand('ensure-version'))
      const holder = await startHolder(round)
      try {
        const before = JSON.stringify(await database.contents())
        const { code, stderr, seconds } = await run(tsmigCommand('upgrade', 'head', '--lock-timeout', '2s'))
        if (code !== 4 || seconds < 2) fail(`exit ${code} after ${seconds} s: ${stderr}`)
        if (!names[database.kind].test(stderr)) fail(`nobody is named: ${stderr}`)
        if (JSON.stringify(await database.contents()) !== before) fail('something changed')
        return { runs: 1, 's at most': seconds }
      } finally {
        holder.kill('SIGKILL')
        await holder.ended
      }
    }
  },
}
