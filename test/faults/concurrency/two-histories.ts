import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultTest, Round } from '../fault-test.ts'
import { createDatabase } from '../support/database.ts'
import { startNode } from '../support/process.ts'
import { others } from '../tools/tool.ts'
import { slowMigration, startHolder } from './holder.ts'

/**
 * With a key that is the same for all (`'tsmig'` in place of the JSON in the two lock files) the run with another
 * version table was refused, and on MariaDB the one on another database, too.
 */
export const twoHistories: FaultTest = {
  name: 'C5',
  title: 'another version table, or another database, is not waited for',
  databases: ['postgres', 'mariadb'],
  peers: others,
  rounds: { short: 1, full: 10 },
  async start({ kind }) {
    return async (round) => {
      const { folder, database, fail } = round
      round.tool.write(folder, database.url, [slowMigration])
      const holder = await startHolder(round)
      const other = await createDatabase(kind, folder)
      try {
        const runs = [
          await inFolder(round, 'table', database.url, 'other_version'),
          await inFolder(round, 'database', other.url),
        ]
        for (const { code, stderr } of runs) if (code !== 0) fail(`exit ${code}: ${stderr}`)
        return { runs: runs.length, errors: runs.filter(({ code }) => code !== 0).length }
      } finally {
        holder.kill('SIGKILL')
        await holder.ended
        await other.drop()
      }
    }
  },
}

function inFolder({ folder, tool }: Round, name: string, url: string, versionTable?: string) {
  const cwd = join(folder, name)
  mkdirSync(cwd)
  const history = [{ name: 'm1', statements: ['CREATE TABLE one (id integer)'] }]
  tool.write(cwd, url, history, versionTable)
  return startNode(versionTable === undefined ? tool.upgradeSoon : tool.upgradeBeside, { cwd }).ended
}
