import type { Step } from '../graph/plan.ts'
import type { Execute } from '../operations/operation.ts'
import { hasLimits } from './limits/limits.ts'
import type { AboutStep, RunLog } from './log/run-log.ts'
import type { RevisionModule } from './run-revision.ts'
import type { Sink } from './sink.ts'
import type { JoinedChange, VersionTable } from './version-table.ts'

/** Where the rows are written that close a step. */
interface ClosingRun {
  readonly sink: Sink
  readonly table: VersionTable
  readonly log?: RunLog
  readonly onVersionApply?: (step: Step) => unknown
}

/** Whether the rows may go with the commit: not where a hook has to come in between. */
export function mayCommitWithRows({ sink, onVersionApply }: ClosingRun): boolean {
  return sink.commitWith !== undefined && onVersionApply === undefined
}

/**
 * The changes of the version table that the server itself refuses where a row is not as it was, the last of them to be
 * written with the row of the log: `joined`. `undefined` where it wouldn't.
 */
export function exactChanges(
  { changes }: Step,
  { table, log }: ClosingRun,
): { readonly heads: readonly Execute[]; readonly joined: JoinedChange | undefined } | undefined {
  const last = log && changes.at(-1)
  const joined = last && table.joinedChange(last)
  const others = joined === undefined ? changes : changes.slice(0, -1)
  const heads = others.flatMap((change) => table.exactChange(change) ?? [])
  return heads.length < others.length ? undefined : { heads, joined }
}

/** The rows of a step that is sent before its turn; `undefined` where it has to wait for that. */
export function rowsAhead(
  step: Step,
  { transaction, limits }: RevisionModule,
  about: AboutStep,
  run: ClosingRun,
): readonly Execute[] | undefined {
  // Limits of its own hold where its transaction begins.
  if (transaction === false || hasLimits(limits) || !mayCommitWithRows(run)) return undefined
  const exact = exactChanges(step, run)
  if (exact === undefined || run.log === undefined) return undefined
  return [...exact.heads, run.log.row(about, 0, { joined: exact.joined, isAhead: true })]
}
