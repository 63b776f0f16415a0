import type { RowCopy } from '../dialects/dialect.ts'
import type { Operation } from '../operations/operation.ts'
import type { Session } from './session.ts'

/**
 * Rows in the way that is faster than statements, where there is one. Outside a transaction, each statement is remembered
 * by itself: what is sent beside one can't be.
 */
export async function copiesOf(
  { dialect, query, inTransaction, copyIn }: Session,
  operation: Operation,
): Promise<readonly RowCopy[] | undefined> {
  if (operation.kind !== 'insertRows' || !inTransaction || copyIn === undefined) return undefined
  return dialect.copyRows?.(query, operation)
}

/** At which row it failed, as a sentence, where the server tells. */
export function failedPlace({ first, failedAt }: RowCopy, cause: unknown): string | undefined {
  const place = failedAt(cause)
  if (place === undefined) return undefined
  const column = place.column === undefined ? '' : `, column ${place.column}`
  return `In row ${first + place.row - 1}${column}.`
}
