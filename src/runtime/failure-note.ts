import type { Dialect } from '../dialects/dialect.ts'
import type { StepProgress } from './log/step-progress.ts'
import type { StepTransaction } from './step-transaction.ts'

/** What a step that failed came to. */
export interface FailedStep {
  readonly dialect: Dialect
  readonly transaction: StepTransaction
  readonly progress: StepProgress | undefined
  /** Steps behind it were on their way when it failed. */
  readonly isFollowed: boolean
}

/** What is left of a revision that failed, and of those that ran before it in the same transaction. */
export function failureNote(revision: string, step: FailedStep): string {
  const { inDoubt, joint } = step.transaction
  return ownNote(revision, step) + (inDoubt === undefined ? joint.note : '')
}

function ownNote(revision: string, { dialect, transaction, progress, isFollowed }: FailedStep): string {
  if (transaction.inDoubt !== undefined) {
    const how =
      transaction.inDoubt === 'broken'
        ? `The connection broke before the server had answered that revision ${revision} was committed`
        : `What the server answered to revision ${revision} could not be read, and it may have been committed`
    return isFollowed
      ? `${how}, and revisions behind it were on their way: the next run waits until the server is through with them, and "tsmig current" tells what was kept then.`
      : `${how}: "tsmig current" tells whether it was kept.`
  }
  if (!transaction.kept && progress?.goesOn !== true) return `Nothing of revision ${revision} was kept.`
  const { transactionalDdl, title } = dialect
  const left = transactionalDdl
    ? `What revision ${revision} did outside its transaction is still there`
    : `What revision ${revision} did before is still there: ${title} takes no DDL back`
  return progress === undefined ? `${left}.` : `${left}; the next run goes on behind it.`
}
