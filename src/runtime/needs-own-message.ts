import { SplitError } from '../dialects/split-errors.ts'
import { splitStatements } from '../dialects/split-statements.ts'

/** What changes how the server reads texts, or takes rows from the message behind it. */
const byItself = /^\s*(?:set|reset|discard|copy)\b/i

/**
 * Whether a text for PostgreSQL has to be a message by itself: it is not one statement, may change how others are read,
 * or leaves something open that would take in what stands behind it.
 */
export function needsOwnMessage(sql: string): boolean {
  // An old server may be told to let backslashes escape.
  if (byItself.test(sql) || sql.includes('\\')) return true
  try {
    return splitStatements(sql, 'postgres').length !== 1
  } catch (error) {
    if (error instanceof SplitError) return true
    throw error
  }
}
