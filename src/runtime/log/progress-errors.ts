import { TsmigError } from '../../support/errors.ts'
import type { StepKey } from './step-record.ts'

const repair = 'tsmig repair'

/** Something already done is not what the file says any more. */
export function editedStatement(
  { revision, direction }: StepKey,
  unit: number,
  { was, now }: { readonly was: string; readonly now: string | undefined },
): TsmigError {
  return new TsmigError(
    'applied-statement-edited',
    `${direction} of revision ${revision} was cut off, and what it did then was edited since: number ${unit} was "${was}", ` +
      (now === undefined ? 'and the revision ends before it now' : `and is "${now}" now`),
    `Put the file back as it was and run again; what has not run yet may be edited. Or bring the database to where it should be by hand and tell: ${repair} --applied, ${repair} --reverted, or ${repair} --continue to let what the file says now count as done.`,
  )
}

/** Nobody but a person can tell whether this was done. */
export function unknownInFlight(
  { revision, direction }: StepKey,
  unit: number,
  { label, isCode }: { readonly label: string; readonly isCode: boolean },
): TsmigError {
  return new TsmigError(
    'unknown-in-flight',
    `${direction} of revision ${revision} was cut off while number ${unit}, "${label}", ran, and ` +
      (isCode ? 'how far that code came is not known' : 'the catalog does not tell whether it was done'),
    `Look at the database. Where it was done: ${repair} --continue done. Where it was not, or can be done again: ${repair} --continue again. Then run again.`,
  )
}

/** What was made for one session is gone with it. */
export function temporaryLost({ revision, direction }: StepKey, label: string): TsmigError {
  return new TsmigError(
    'temporary-table-lost',
    `${direction} of revision ${revision} was cut off, and "${label}" made what ended with its session`,
    `Take back by hand what the revision did, tell so with "${repair} --reverted", and run again.`,
  )
}

/** A step was cut off, and the run has other things to do. */
export function unfinishedRevision({ revision, direction }: StepKey): TsmigError {
  return new TsmigError(
    'unfinished-revision',
    `${direction} of revision ${revision} was cut off half-way, and this run would do something else`,
    direction === 'upgrade'
      ? `Finish it first: tsmig upgrade ${revision}. Or settle it: ${repair} tells how.`
      : `Finish it first: tsmig downgrade to what it builds on. Or settle it: ${repair} tells how.`,
  )
}

/** The value of a step of code that was done before, in a run that is gone: whoever looks at it is told. */
export function lostValue({ revision }: StepKey, label: string): unknown {
  const lost = (): never => {
    throw new TsmigError(
      'value-lost',
      `"${label}" of revision ${revision} was done in a run that was cut off, and the value that it gave is gone`,
      `Let op.run read and write in one step. To finish this revision, bring the rest about by hand and tell: ${repair} --applied.`,
    )
  }
  return new Proxy(Object.freeze({}), {
    // A promise that is resolved with it asks whether it is one, too.
    get: (_target, key) => (key === 'then' ? undefined : lost()),
    has: lost,
    ownKeys: lost,
  })
}
