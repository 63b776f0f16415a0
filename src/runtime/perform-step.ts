import type { Step } from '../graph/plan.ts'
import type { Execute } from '../operations/operation.ts'
import { TsmigError } from '../support/errors.ts'
import { exactChanges, mayCommitWithRows } from './closing-rows.ts'
import type { RunLog } from './log/run-log.ts'
import { isKnownBefore, type StepAhead } from './read-ahead.ts'
import type { Reporter } from './reporter.ts'
import { failedRevision, type OpFactory, type RevisionModule, runRevision } from './run-revision.ts'
import { acceptInTurn, type Sink, type WayOfStep } from './sink.ts'
import { describeStep } from './step-line.ts'
import type { JoinedChange, VersionTable } from './version-table.ts'

/** What a step needs of its run. */
export interface StepRun {
  readonly sink: Sink
  readonly table: VersionTable
  readonly op: OpFactory
  readonly reporter: Reporter
  /** Called when a step's rows are written and not yet committed. */
  readonly onVersionApply?: (step: Step) => unknown
  /** What is kept of each step beside the rows; absent where that can't be. */
  readonly log?: RunLog
}

/** What a step is performed with. */
export interface AroundStep {
  /** Its transaction ends with it. */
  readonly ends: boolean
  /** Another step comes behind it. */
  readonly isFollowed: boolean
  /** What was read of it before its turn. */
  readonly ahead: StepAhead | undefined
  /** Called when all of the revision is on its way and only the answer is waited for; `isWhole`: with its rows and commit. */
  readonly onSent: (isWhole: boolean) => void
}

/**
 * Performs a step in the transaction that is open: the revision's function, then the rows; `ends`: then the commit.
 * What fails is rolled back, and thrown as `RevisionError`.
 */
export async function performStep(
  step: Step,
  module: RevisionModule | undefined,
  run: StepRun,
  around: AroundStep,
): Promise<void> {
  const { ahead, isFollowed } = around
  run.sink.comment(describeStep(step))
  run.sink.enter?.(step.revision?.id)
  const start = performance.now()
  let isTold = false
  const tell = () => {
    if (!isTold) run.reporter.running(step)
    isTold = true
  }
  // A line takes as long to write as a message to send, and the server may work meanwhile.
  if (ahead === undefined) tell()
  else setImmediate(tell)
  const sent = (isWhole: boolean) => {
    tell()
    around.onSent(isWhole)
  }
  try {
    if (ahead?.sentRows === undefined)
      await runAndRecord(step, module, run, { ...around, onSent: sent, start })
    else await awaitAnswer(step, run, ahead.sentRows, { isFollowed, onSent: () => sent(true) })
  } catch (error) {
    tell()
    await rollBack(run.sink)
    throw failedRevision(step, run.sink, error)
  }
  tell()
  run.reporter.ran(step, performance.now() - start)
}

async function runAndRecord(
  step: Step,
  module: RevisionModule | undefined,
  run: StepRun,
  { ends, isFollowed, ahead, onSent, start }: AroundStep & { readonly start: number },
): Promise<void> {
  const { sink, log } = run
  const progress = step.direction === 'stamp' ? undefined : await log?.progressOf(step)
  sink.track?.(progress)
  let about = ahead?.about && Promise.resolve(ahead.about)
  const lookAtStep = () => {
    about ??= log?.about(step, module)
    return about
  }
  /** What its rows say is known: they and the COMMIT go with what it does. */
  const isWhole = ends && about !== undefined && mayCommitWithRows(run)
  if (module !== undefined) {
    const sent = () => {
      if (isKnownBefore(step, module)) lookAtStep()?.catch(() => {})
      onSent(false)
    }
    await runRevision(step, module, run, { ahead: ahead?.operations, isHeld: isWhole, onSent: sent })
  }
  const rows = progress?.finish() ?? []
  // What goes with the rows is still a part of it.
  if (!isWhole) sink.track?.(undefined)
  const logRows: LogRows = async (joined) => {
    const known = await lookAtStep()
    if (known === undefined || log === undefined) return rows
    log.writes(step)
    return [...rows, log.row(known, performance.now() - start, { joined, isAhead: isWhole })]
  }
  const way = isWhole ? { isFollowed, onSent: () => onSent(true) } : undefined
  if (ends && (await committedWithRows(step, run, logRows, way))) return
  if (isWhole) await sink.flush?.()
  sink.track?.(undefined)
  await together(sink, async () => {
    await writeRows(step, run, await logRows())
    await run.onVersionApply?.(step)
  })
  if (ends) await sink.commit()
}

/** The rows of the log; `joined`: a change that is written with the last of them. */
type LogRows = (joined?: JoinedChange) => Promise<readonly Execute[]>

function together(sink: Sink, body: () => Promise<void>): Promise<void> {
  return sink.together === undefined ? body() : sink.together(body)
}

/** Writes the rows and commits, where that can be one; `way`: with all that the step does. */
async function committedWithRows(
  step: Step,
  run: StepRun,
  logRows: LogRows,
  way: WayOfStep | undefined,
): Promise<boolean> {
  const exact = mayCommitWithRows(run) ? exactChanges(step, run) : undefined
  if (exact === undefined) return false
  await commitWith(step, run, [...exact.heads, ...(await logRows(exact.joined))], way)
  return true
}

/** A step that was sent before its turn is over when the server has answered. */
function awaitAnswer(step: Step, run: StepRun, rows: readonly Execute[], way: WayOfStep): Promise<void> {
  run.sink.track?.(undefined)
  run.log?.writes(step)
  return commitWith(step, run, rows, way)
}

async function commitWith(
  step: Step,
  { sink: { commitWith }, table }: StepRun,
  rows: readonly Execute[],
  way: WayOfStep | undefined,
): Promise<void> {
  if (commitWith === undefined) throw new Error(`nothing commits "${describeStep(step)}" with its rows`)
  try {
    await commitWith(rows, way)
  } catch (error) {
    throw table.isRefusal(error) ? tableChanged(table, step) : error
  }
}

/** The rows of the version table, each of which has to be as it was, and those of the log. */
async function writeRows(step: Step, { sink, table }: StepRun, log: readonly Execute[]): Promise<void> {
  const heads = step.changes.map((change) => table.change(change))
  const rows = [...heads, ...log]
  const changed = await (sink.acceptAll?.(rows) ?? acceptInTurn(sink, rows))
  if (heads.some((_, at) => typeof changed[at] === 'number' && changed[at] !== 1))
    throw tableChanged(table, step)
}

/** A connection that broke takes its transaction with it: what is told is the first failure. */
export async function rollBack(sink: Sink): Promise<void> {
  try {
    await sink.rollback()
  } catch {
    return
  }
}

function tableChanged(table: VersionTable, step: Step): TsmigError {
  return new TsmigError(
    'version-table-changed',
    `the rows of ${table.table.name} changed while "${describeStep(step)}" ran`,
    'Something other than tsmig writes to the table. Look at "tsmig current" and run again.',
  )
}
