import type { Figures, Round } from '../fault-test.ts'
import { countLog } from './log-history.ts'

/** Starts a command many times at once, and counts what went wrong. `logged` migrations write into the log. */
export async function runAll(
  round: Round,
  args: readonly string[],
  { processes, logged }: { readonly processes: number; readonly logged: number },
): Promise<Figures> {
  const ended = await Promise.all(Array.from({ length: processes }, () => round.run(args)))
  const errors = ended.filter(({ code }) => code !== 0)
  for (const { code, stderr } of errors) round.fail(`exit ${code}: ${stderr.trim()}`)
  return { runs: processes, errors: errors.length, ...(await checkLog(round, logged)) }
}

/** Each migration has to be in the log once. */
export async function checkLog({ database, fail }: Round, logged: number): Promise<Figures> {
  const { duplicates, missing } = await countLog(database, logged)
  if (duplicates > 0) fail(`${duplicates} ran twice`)
  if (missing > 0) fail(`${missing} never ran`)
  return { duplicates, missing }
}
