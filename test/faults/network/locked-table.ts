import { type Client, openClient } from '../../support/client.ts'
import type { FaultTest, Round } from '../fault-test.ts'
import { pause } from '../support/process.ts'
import { tsmigCommand, writeProject } from '../tools/tsmig.ts'

const timeout = 1000

/** Without `SET LOCAL lock_timeout` (`begin: (begin) => begin` in src/runtime/limits/postgres-limits.ts) a reader waited for 297 s. */
export const lockedTable: FaultTest = {
  name: 'N2',
  title: 'a locked table is waited for in turns, and readers come through',
  databases: ['postgres', 'mariadb'],
  rounds: { short: 1, full: 20 },
  largest: ['ms the slowest reader waited'],
  async start() {
    return async (round) => {
      const { database, folder, dice, fail } = round
      const server = database.kind === 'postgres' ? 'postgres' : 'mysql'
      writeProject(folder, database.url, [
        { name: 'm1', statements: ['CREATE TABLE shop (id integer)', 'INSERT INTO shop VALUES (1)'] },
        {
          name: 'm2',
          statements: ['ALTER TABLE shop ADD COLUMN name varchar(20)', "UPDATE shop SET name = 'one'"],
        },
      ])
      await round.run(tsmigCommand('upgrade', 'm1'))
      const before = JSON.stringify(await database.contents())
      const [holder, reader] = await Promise.all([
        openClient(server, database.url),
        openClient(server, database.url),
      ])
      try {
        await hold(holder, server)
        const released = dice.chance(50)
        const patience = released ? '1min' : '2500ms'
        const run = round.node(
          tsmigCommand(
            'upgrade',
            'head',
            '--table-lock-timeout',
            `${timeout}ms`,
            '--table-lock-retry',
            patience,
          ),
        )
        const slowest = await readWhile(reader, released ? 2500 + dice.below(1000) : 4000)
        if (slowest > timeout * 1.5) fail(`a reader waited for ${slowest} ms`)
        if (released) await holder.query('COMMIT')
        const { code, stderr } = await run.ended
        if (code !== (released ? 0 : 4)) fail(`exit ${code}: ${stderr}`)
        if (!released) await tellsAndKeepsNothing(round, stderr, before)
        return {
          runs: 1,
          'came through': released ? 1 : 0,
          'given up': released ? 0 : 1,
          'ms the slowest reader waited': slowest,
        }
      } finally {
        await Promise.all([holder.close(), reader.close()])
      }
    }
  },
}

async function hold(holder: Client, server: 'postgres' | 'mysql'): Promise<void> {
  await holder.query(server === 'postgres' ? 'BEGIN' : 'START TRANSACTION')
  await holder.query('SELECT * FROM shop')
}

async function readWhile(reader: Client, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds
  let slowest = 0
  while (performance.now() < end) {
    const start = performance.now()
    await reader.query('SELECT count(*) FROM shop')
    slowest = Math.max(slowest, Math.round(performance.now() - start))
    await pause(20)
  }
  return slowest
}

async function tellsAndKeepsNothing(
  { database, fail }: Round,
  stderr: string,
  before: string,
): Promise<void> {
  if (!/for a lock .*, behind (backend|connection) \d+ /.test(stderr)) fail(`nobody is named: ${stderr}`)
  if (JSON.stringify(await database.contents()) !== before) fail('something of the revision was kept')
}
