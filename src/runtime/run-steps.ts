import type { Plan, Step } from '../graph/plan.ts'
import type { Heads, Revision } from '../graph/revision.ts'
import type { Execute, Operation } from '../operations/operation.ts'
import { TsmigError } from '../support/errors.ts'
import type { Limits } from './limits/limits.ts'
import type { AboutStep, RunLog } from './log/run-log.ts'
import { ReadAhead } from './read-ahead.ts'
import type { Reporter } from './reporter.ts'
import {
  type AroundStep,
  failedRevision,
  type OpFactory,
  type RevisionModule,
  runRevision,
} from './run-revision.ts'
import { acceptInTurn, type Sink } from './sink.ts'
import { describeStep } from './step-line.ts'
import type { VersionTable } from './version-table.ts'

/** All that a run needs beside its plan. */
export interface Run {
  readonly sink: Sink
  readonly table: VersionTable
  readonly op: OpFactory
  readonly load: (revision: Revision) => Promise<RevisionModule>
  readonly reporter: Reporter
  /** `false`: one transaction around all steps. */
  readonly transactionPerRevision: boolean
  /** What is done in the first transaction, before the first step. */
  readonly prologue?: readonly Operation[]
  /** Called when a step's rows are written and not yet committed. */
  readonly onVersionApply?: (step: Step) => unknown
  /** What is kept of each step beside the rows; absent where that can't be. */
  readonly log?: RunLog
  /** How long statements may wait and take; absent where nothing runs. */
  readonly limits?: Limits
  /**
   * Reads the rows inside the transaction, where another run may have been quicker than this one; `undefined` where none
   * has written since it was called before.
   */
  readonly readHeads?: () => Promise<Heads | undefined>
}

/** How far a run came: to its end, or until it found that another run had changed the rows. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'overtaken'; readonly heads: Heads; readonly done: number }

/**
 * Runs the steps of a plan through a sink: begin, the revision's function, the head rows, commit.
 * `from` are the rows that the plan was made for. A step that fails is rolled back and thrown as
 * `RevisionError`.
 */
export async function runSteps(plan: Plan, from: Heads, run: Run): Promise<Outcome> {
  if (plan.steps.length === 0 && run.prologue !== undefined) await runPrologue(run, run.prologue)
  let heads = from
  let open = false
  /** Where the transaction began that is open. */
  let begun = beginning(0, from)
  const ahead = new ReadAhead(run)
  for (let index = 0; ; index++) {
    const step = plan.steps[index]
    if (step === undefined) return { kind: 'done' }
    const module = step.revision === undefined ? undefined : await run.load(step.revision)
    const transaction = module?.transaction !== false
    if (open && !transaction) {
      await run.sink.commit()
      open = false
    }
    await run.limits?.enter(module?.limits ?? {})
    if (!open) {
      if (begun.index !== index) begun = beginning(index, heads)
      await run.sink.begin({ transaction })
      const found = await run.readHeads?.()
      if (found !== undefined && !sameHeads(found, heads)) {
        await run.sink.rollback()
        return { kind: 'overtaken', heads: found, done: index }
      }
    }
    if (index === 0) for (const operation of run.prologue ?? []) await run.sink.accept(operation)
    const ends = run.transactionPerRevision || !transaction || index === plan.steps.length - 1
    try {
      await perform(step, module, run, {
        ends,
        ahead: await ahead.of(step),
        onSent: () => ahead.begin(plan.steps[index + 1]),
      })
    } catch (error) {
      if (run.sink.keptSome || !(await run.limits?.again(error, begun.attempts))) throw error
      // Its transaction is lost, with all steps that were in it.
      heads = begun.heads
      index = begun.index - 1
      open = false
      continue
    }
    open = !ends
    heads = step.after
  }
}

/** Where a transaction began, and how often it was tried. */
function beginning(index: number, heads: Heads) {
  return { index, heads, attempts: { since: performance.now(), count: 0 } }
}

/** A purge that leaves nothing to stamp. */
async function runPrologue({ sink }: Run, operations: readonly Operation[]): Promise<void> {
  await sink.begin({ transaction: true })
  try {
    for (const operation of operations) await sink.accept(operation)
    await sink.commit()
  } catch (error) {
    await rollBack(sink)
    throw error
  }
}

async function perform(
  step: Step,
  module: RevisionModule | undefined,
  run: Run,
  { ends, ahead, onSent }: AroundStep & { readonly ends: boolean },
): Promise<void> {
  run.sink.comment(describeStep(step))
  run.sink.enter?.(step.revision?.id)
  run.reporter.running(step)
  const start = performance.now()
  try {
    const progress = step.direction === 'stamp' ? undefined : await run.log?.progressOf(step)
    run.sink.track?.(progress)
    let about: Promise<AboutStep> | undefined
    const lookAtStep = () => {
      about ??= run.log?.about(step, module)
      return about
    }
    if (module !== undefined) {
      const sent = () => {
        lookAtStep()?.catch(() => {})
        onSent?.()
      }
      await runRevision(step, module, run, { ahead, onSent: sent })
    }
    const rows = progress?.finish() ?? []
    run.sink.track?.(undefined)
    const logRows = async () => {
      const known = await lookAtStep()
      if (known === undefined || run.log === undefined) return rows
      return [...rows, run.log.row(step, known, performance.now() - start)]
    }
    if (!(ends && (await committedWithRows(step, run, logRows)))) {
      await together(run.sink, async () => {
        await writeRows(step, run, await logRows())
        await run.onVersionApply?.(step)
      })
      if (ends) await run.sink.commit()
    }
  } catch (error) {
    await rollBack(run.sink)
    throw failedRevision(step, run.sink, error)
  }
  run.reporter.ran(step, performance.now() - start)
}

function together(sink: Sink, body: () => Promise<void>): Promise<void> {
  return sink.together === undefined ? body() : sink.together(body)
}

/** Writes the rows and commits, where that can be one; not before a hook that has to come in between. */
async function committedWithRows(
  step: Step,
  { sink: { commitWith }, table, onVersionApply }: Run,
  logRows: () => Promise<readonly Execute[]>,
): Promise<boolean> {
  const changes = step.changes.map((change) => table.exactChange(change))
  const heads = changes.flatMap((change) => change ?? [])
  if (commitWith === undefined || onVersionApply !== undefined || heads.length < changes.length) return false
  try {
    await commitWith([...heads, ...(await logRows())])
    return true
  } catch (error) {
    throw table.isRefusal(error) ? tableChanged(table, step) : error
  }
}

/** The rows of the version table, each of which has to be as it was, and those of the log. */
async function writeRows(step: Step, { sink, table }: Run, log: readonly Execute[]): Promise<void> {
  const heads = step.changes.map((change) => table.change(change))
  const rows = [...heads, ...log]
  const changed = await (sink.acceptAll?.(rows) ?? acceptInTurn(sink, rows))
  if (heads.some((_, at) => typeof changed[at] === 'number' && changed[at] !== 1))
    throw tableChanged(table, step)
}

/** A connection that broke takes its transaction with it: what is told is the first failure. */
async function rollBack(sink: Sink): Promise<void> {
  try {
    await sink.rollback()
  } catch {
    return
  }
}

export function sameHeads(left: Heads, right: Heads): boolean {
  return left.length === right.length && left.every((id) => right.includes(id))
}

function tableChanged(table: VersionTable, step: Step): TsmigError {
  return new TsmigError(
    'version-table-changed',
    `the rows of ${table.table.name} changed while "${describeStep(step)}" ran`,
    'Something other than tsmig writes to the table. Look at "tsmig current" and run again.',
  )
}
