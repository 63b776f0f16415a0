import type { FaultTest, Round } from '../fault-test.ts'
import { databaseKinds } from '../support/database.ts'
import type { Ended } from '../support/process.ts'
import { racers } from '../tools/tool.ts'
import { tsmigCommand } from '../tools/tsmig.ts'
import { countLog, logHistory } from './log-history.ts'

/**
 * Without the lock (in src/runtime/lock/run-lock.ts, `return unlocked` in place of the line with `lockPostgres`) two
 * rounds of eight told 13 errors: `relation "log" already exists`, and rows of the version table that were another's.
 */
export const race: FaultTest = {
  name: 'C1',
  title: 'upgrades at once run each revision once',
  databases: databaseKinds,
  peers: racers,
  rounds: { short: 1, full: 10 },
  async start({ short, tool }) {
    const [processes, migrations] = short ? [8, 8] : [50, 20]
    const history = logHistory(migrations)
    let number = 0
    return async (round) => {
      const { database, folder, fail } = round
      tool.write(folder, database.url, history)
      const variant = variants[tool.name === 'tsmig' ? number++ % variants.length : 0]
      await variant?.before?.(round)
      const readers = variant?.readers ?? []
      const commands = Array.from({ length: processes }, (_, index) =>
        index % 2 === 1
          ? (readers[(index >> 1) % readers.length] ?? upgrade(tool.upgrade))
          : upgrade(tool.upgrade),
      )
      const ended = await Promise.all(commands.map(({ args }) => round.run(args)))
      const errors = ended.filter(({ code }, index) => !commands[index]?.codes.includes(code ?? -1))
      for (const { code, stderr } of errors) fail(`${variant?.name}: exit ${code}: ${stderr.trim()}`)
      const { duplicates, missing } = await countLog(database, migrations)
      if (duplicates > 0) fail(`${duplicates} ran twice`)
      if (missing > 0) fail(`${missing} never ran`)
      return { runs: ended.length, errors: errors.length, duplicates, missing }
    }
  },
}

interface Command {
  readonly args: readonly string[]
  /** What it may end with. */
  readonly codes: readonly number[]
}

const upgrade = (args: readonly string[]): Command => ({ args, codes: [0] })

/** They make nothing, and see a state that was there. */
const readers: readonly Command[] = [
  { args: tsmigCommand('current'), codes: [0] },
  { args: tsmigCommand('current', '--check-heads'), codes: [0, 3] },
  { args: tsmigCommand('heads'), codes: [0] },
]

interface Variant {
  readonly name: string
  readonly readers?: readonly Command[]
  readonly before?: (round: Round) => Promise<void>
}

const variants: readonly Variant[] = [
  { name: 'an empty database' },
  {
    name: 'the version table is there',
    before: async (round) => {
      const { code, stderr } = await round.run(tsmigCommand('ensure-version'))
      if (code !== 0) round.fail(`ensure-version: ${stderr}`)
    },
  },
  {
    name: 'half of them read',
    readers,
    before: async (round) => {
      const ended: Ended[] = await Promise.all(readers.map(({ args }) => round.run(args)))
      for (const { code, stderr } of ended)
        if (code !== 0 && code !== 3) round.fail(`exit ${code}: ${stderr}`)
      const made = await round.database.tables()
      if (made.length > 0) round.fail(`reading made ${made.join(', ')}`)
    },
  },
]
