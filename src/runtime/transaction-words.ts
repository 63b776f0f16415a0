import { SplitError } from '../dialects/split-errors.ts'
import { splitStatements } from '../dialects/split-statements.ts'
import { transactionCommand } from '../dialects/split-transactions.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import { TsmigError } from '../support/errors.ts'

const anywhere = /\b(?:begin|start|commit|end|abort|prepare|rollback)\b/i

/**
 * Refuses SQL that begins or ends a transaction where one of ours is open: what ran before would be kept, or lost,
 * whatever comes of the rest. Each statement of the text is looked at.
 */
export function refuseTransactionWords(sql: string, dialect: DialectName): void {
  const words = wordsOfStatements(sql, dialect).find((one) => transactionCommand(one) !== undefined)
  if (words === undefined) return
  const shown = words[1] === 'TRANSACTION' ? words.slice(0, 2) : words.slice(0, 1)
  throw new TsmigError(
    'transaction-control',
    `"${shown.join(' ')}" stands in the way of the revision's own transaction`,
    'Leave it out: a revision is one transaction. To be outside of it, use op.outsideTransaction(…), or write "export const transaction = false".',
  )
}

/**
 * The first words of each statement, where one of them may begin or end a transaction; of a text that can't be split,
 * which the database will judge, none.
 */
export function wordsOfStatements(sql: string, dialect: DialectName): readonly (readonly string[])[] {
  // Most texts hold none of the words, and need not be taken apart.
  if (!anywhere.test(sql)) return []
  try {
    return splitStatements(sql, dialect).map(({ words }) => words)
  } catch (error) {
    if (error instanceof SplitError) return []
    throw error
  }
}
