import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultTest, Round } from '../fault-test.ts'
import { createDatabase } from '../support/database.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'
import { slowMigration, startHolder } from './holder.ts'

/**
 * With a key that is the same for all (`'tsmig'` in place of the JSON in the two lock files) the run with another
 * version table was refused, and on MariaDB the one on another database, too.
 */
export const twoHistories: FaultTest = {
  name: 'C5',
  title: 'another version table, or another database, is not waited for',
  databases: ['postgres', 'mariadb'],
  rounds: { short: 1, full: 10 },
  async start({ kind }) {
    return async (round) => {
      const { folder, database, fail } = round
      writeProject(folder, database.url, [slowMigration])
      const holder = await startHolder(round)
      const other = await createDatabase(kind, folder)
      try {
        const runs = [
          await inFolder(round, 'table', database.url, ['version_table = other_version']),
          await inFolder(round, 'database', other.url, []),
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

function inFolder(round: Round, name: string, url: string, ini: readonly string[]) {
  const folder = join(round.folder, name)
  mkdirSync(folder)
  writeProject(folder, url, [{ name: 'm1', statements: ['CREATE TABLE one (id integer)'] }], ini)
  const config = join(folder, 'migrations.ini')
  return round.run(tsmigCommand('--config', config, 'upgrade', 'head', '--lock-timeout', '0'))
}
