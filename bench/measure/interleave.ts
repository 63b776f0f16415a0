import type { Command, Cost } from './command.ts'
import { runCommand } from './run-command.ts'

/** One of the programs that a job compares. */
export interface Case {
  /** As the tables call it; unique in its job. */
  readonly name: string
  readonly command: Command
  /** Brings its database or files to where the job begins; not measured. */
  readonly reset?: () => Promise<void> | void
  /** The milliseconds that count, where the process tells them: not those of its whole run. */
  readonly wall?: (stdout: string) => number
  /** Throws where the run did not do what it should: a fast failure is none. */
  readonly verify?: (stdout: string) => Promise<void> | void
}

/** The costs of a case, a run a round, in the order of the rounds. */
export interface Measured {
  readonly name: string
  readonly costs: readonly Cost[]
}

/**
 * Runs the cases in turn, round by round, so that whatever else the machine does hits all of them alike.
 * One unmeasured round comes first where `warm` is set: it fills the caches of disk, database and tools.
 */
export async function interleave(
  cases: readonly Case[],
  { rounds, warm = true, watchMemory = false }: { rounds: number; warm?: boolean; watchMemory?: boolean },
): Promise<readonly Measured[]> {
  const measured = cases.map(({ name }) => ({ name, costs: [] as Cost[] }))
  for (let round = warm ? -1 : 0; round < rounds; round++) {
    for (const [index, one] of cases.entries()) {
      await one.reset?.()
      const cost = await runCommand(one.command, { watchMemory })
      await one.verify?.(cost.stdout)
      const wall = one.wall?.(cost.stdout) ?? cost.wall
      if (round >= 0) measured[index]?.costs.push({ ...cost, wall })
    }
  }
  return measured
}
