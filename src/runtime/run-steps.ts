import type { Plan } from '../graph/plan.ts'
import type { Heads, Revision } from '../graph/revision.ts'
import type { Operation } from '../operations/operation.ts'
import { rowsAhead } from './closing-rows.ts'
import { hasLimits, type Limits } from './limits/limits.ts'
import { performStep, rollBack, type StepRun } from './perform-step.ts'
import { ReadAhead } from './read-ahead.ts'
import type { RevisionModule } from './run-revision.ts'

/** All that a run needs beside its plan. */
export interface Run extends StepRun {
  readonly load: (revision: Revision) => Promise<RevisionModule>
  /** `false`: one transaction around all steps. */
  readonly transactionPerRevision: boolean
  /** What is done in the first transaction, before the first step. */
  readonly prologue?: readonly Operation[]
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
  /** The rows by now: seldom asked for, and many where there are many branches. */
  let heads = () => from
  let open = false
  /** Where the transaction began that is open. */
  let begun = beginning(0, heads)
  const maySendAhead = run.transactionPerRevision && run.readHeads === undefined
  const ahead = new ReadAhead(plan.steps, {
    ...run,
    ...(maySendAhead && { rowsAhead: (step, module, about) => rowsAhead(step, module, about, run) }),
  })
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
      if (found !== undefined && !sameHeads(found, heads())) {
        await run.sink.rollback()
        return { kind: 'overtaken', heads: found, done: index }
      }
    }
    if (index === 0) for (const operation of run.prologue ?? []) await run.sink.accept(operation)
    const ends = run.transactionPerRevision || !transaction || index === plan.steps.length - 1
    try {
      await performStep(step, module, run, {
        ends,
        isFollowed: index < plan.steps.length - 1,
        ahead: await ahead.of(step, index),
        // Limits of its own hold where its transaction begins.
        onSent: (isWhole) => ahead.sent({ isWhole: isWhole && !hasLimits(module?.limits) }),
      })
    } catch (error) {
      ahead.forget()
      const isMended = run.sink.isMended?.() === true
      if (run.sink.keptSome || !(isMended || (await run.limits?.again(error, begun.attempts)))) throw error
      // Its transaction is lost, with all steps that were in it.
      heads = begun.heads
      index = begun.index - 1
      open = false
      continue
    }
    open = !ends
    heads = () => step.after
  }
}

/** Where a transaction began, and how often it was tried. */
function beginning(index: number, heads: () => Heads) {
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

function sameHeads(left: Heads, right: Heads): boolean {
  return left.length === right.length && left.every((id) => right.includes(id))
}
