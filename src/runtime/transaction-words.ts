import { TsmigError } from '../support/errors.ts'

const beginning = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/
const words =
  /^(?:begin|start\s+transaction|commit|end|abort|prepare\s+transaction|rollback(?!(?:\s+(?:work|transaction))?\s+to\b))\b/i

/**
 * Refuses SQL that begins or ends a transaction where one of ours is open: what ran before would be kept, or lost,
 * whatever comes of the rest. Only the first word is looked at.
 */
export function refuseTransactionWords(sql: string): void {
  const word = sql.replace(beginning, '').match(words)?.[0].toUpperCase()
  if (word === undefined) return
  throw new TsmigError(
    'transaction-control',
    `"${word}" stands in the way of the revision's own transaction`,
    'Leave it out: a revision is one transaction. To be outside of it, use op.outsideTransaction(…), or write "export const transaction = false".',
  )
}
