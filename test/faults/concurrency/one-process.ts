import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultTest } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { racers } from '../tools/tool.ts'
import { logHistory } from './log-history.ts'
import { checkLog } from './run-all.ts'

const upgrades = 8

/**
 * Without the lock of C1, all of six rounds on PostgreSQL told errors, 42 of 48 in all: `duplicate key value violates
 * unique constraint "pg_type_typname_nsp_index"`.
 */
export const oneProcess: FaultTest = {
  name: 'C6',
  title: 'upgrades at once in one process run each revision once',
  databases: databaseKinds,
  peers: racers,
  rounds: { short: 1, full: 10 },
  async start({ short, tool }) {
    const logged = short ? 8 : 20
    return async (round) => {
      const { folder, database, fail } = round
      tool.write(folder, database.url, logHistory(logged))
      writeFileSync(join(folder, 'library.mjs'), tool.library)
      writeFileSync(
        join(folder, 'upgrades.mjs'),
        `import { upgrade } from './library.mjs'
const ran = await Promise.allSettled(Array.from({ length: ${upgrades} }, upgrade))
for (const { reason } of ran) if (reason !== undefined) console.error(reason)
process.exit(ran.filter(({ status }) => status === 'rejected').length)
`,
      )
      const { code, stderr } = await round.run(['upgrades.mjs'])
      if (code !== 0) fail(`exit ${code}: ${stderr}`)
      return { runs: upgrades, errors: code ?? upgrades, ...(await checkLog(round, logged)) }
    }
  },
}
