import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultTest } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'

/**
 * Where rows that no file has are passed over (`read` in src/runtime/version-table.ts), the commands that would change
 * something end with 0 instead.
 */
export const unknownRevision: FaultTest = {
  name: 'H1',
  title: 'a database that is ahead of the code is told of, and not touched',
  databases: databaseKinds,
  rounds: { short: 1, full: 1 },
  async start() {
    return async ({ folder, database, run, fail }) => {
      writeProject(folder, database.url, [first, ahead])
      const upgraded = await run(tsmigCommand('upgrade', 'head'))
      if (upgraded.code !== 0) fail(`exit ${upgraded.code}: ${upgraded.stderr}`)
      rmSync(join(folder, 'migrations/versions/ahead_.ts'))
      const before = JSON.stringify(await database.contents())
      let told = 0
      for (const { args, where } of commands) {
        const { code, stdout, stderr } = await run(tsmigCommand(...args))
        const isTold =
          where === 'stdout' ? /ahead/.test(stdout) : code !== 0 && /ahead[\s\S]*hint: /.test(stderr)
        if (isTold) told += 1
        else fail(`${args.join(' ')}: exit ${code}: ${stdout}${stderr}`)
        if (JSON.stringify(await database.contents()) !== before) fail(`${args.join(' ')} changed something`)
      }
      const purged = await run(tsmigCommand('stamp', '--purge', 'm1'))
      if (purged.code !== 0) fail(`stamp --purge: exit ${purged.code}: ${purged.stderr}`)
      return { commands: commands.length, told }
    }
  },
}

const first = { name: 'm1', statements: ['CREATE TABLE one (id integer)'] }
const ahead = { name: 'ahead', statements: ['CREATE TABLE two (id integer)'] }

const commands: readonly { readonly args: readonly string[]; readonly where: 'stdout' | 'stderr' }[] = [
  { args: ['upgrade', 'head'], where: 'stderr' },
  { args: ['downgrade', '-1'], where: 'stderr' },
  { args: ['downgrade', 'base'], where: 'stderr' },
  { args: ['stamp', 'head'], where: 'stderr' },
  { args: ['current'], where: 'stdout' },
  { args: ['status'], where: 'stdout' },
]
