import { codeOf } from '../../dialects/driver-errors.ts'
import { RevisionError, StatementError } from '../../runtime/errors.ts'
import { hintForSurroundings } from '../../runtime/hints.ts'
import { messageOf, TsmigError } from '../../support/errors.ts'
import type { Failure } from './report.ts'

/** Something that a revision threw, as data: what is told of the revision beside is left out. */
export function describeFailure(thrown: unknown): Failure {
  const error = thrown instanceof RevisionError ? thrown.cause : thrown
  const place = thrown instanceof RevisionError ? thrown.place : undefined
  const statement = error instanceof StatementError ? error.statement.sql : undefined
  return {
    code: codeOf(error) ?? 'unexpected',
    message: messageOf(error),
    hint: error instanceof TsmigError ? error.hint : (hintForSurroundings(error) ?? 'Mend it and run again.'),
    ...(place !== undefined && { place }),
    ...(statement !== undefined && { statement }),
  }
}

/**
 * What a revision says that throws because it is not to be taken down; `undefined` for another error. Its `TsmigError`
 * may come from another copy of this package.
 */
export function irreversibleReason(thrown: unknown): string | undefined {
  const error = thrown instanceof RevisionError ? thrown.cause : thrown
  return codeOf(error) === 'irreversible' ? messageOf(error) : undefined
}
