import type { FaultTest } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { others } from '../tools/tool.ts'
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
  peers: others,
  rounds: { short: 1, full: 10 },
  largest: ['s at most'],
  async start({ tool }) {
    return async (round) => {
      const { folder, database, run, fail } = round
      const first = { name: 'm1', statements: ['CREATE TABLE one (id integer)'] }
      tool.write(folder, database.url, [first])
      await run(tool.upgrade)
      tool.write(folder, database.url, [first, slowMigration])
      const holder = await startHolder(round)
      try {
        const before = JSON.stringify(await database.contents())
        const { code, stdout, stderr, seconds } = await run(tool.upgradeSoon)
        const isRefused = tool.name === 'tsmig' ? code === 4 && seconds >= 2 : code !== 0
        if (!isRefused) fail(`exit ${code} after ${seconds} s: ${stderr}`)
        const isNamed = names[database.kind].test(stdout + stderr)
        if (!isNamed) fail(`nobody is named: ${stdout}${stderr}`)
        // Where it was not refused, the other run has ended meanwhile.
        const isSame = !isRefused || JSON.stringify(await database.contents()) === before
        if (!isSame) fail('something changed')
        return {
          runs: 1,
          refused: isRefused ? 1 : 0,
          'told by whom': isNamed ? 1 : 0,
          changed: isSame ? 0 : 1,
          's at most': seconds,
        }
      } finally {
        holder.kill('SIGKILL')
        await holder.ended
      }
    }
  },
}
