import { SplitError } from '../../dialects/split-errors.ts'
import { splitStatements } from '../../dialects/split-statements.ts'
import type { DialectName } from '../../schema/dialect-name.ts'

/** Whether a text is one statement, which has done nothing where it failed; of several, some may have. */
export function isOneStatement(sql: string, dialect: DialectName): boolean {
  try {
    return splitStatements(sql, dialect).length === 1
  } catch (error) {
    if (error instanceof SplitError) return false
    throw error
  }
}
