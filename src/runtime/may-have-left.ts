import { splitStatements } from '../dialects/split-statements.ts'
import type { Session } from './session.ts'

/** What may commit between its own statements. */
const several = new Set(['CALL', 'DO', 'EXECUTE'])

/**
 * Whether a text that failed may have left something, where no transaction was around it. Of what can't be told, as when
 * the connection broke, `true`.
 */
export async function mayHaveLeft(sql: string, { dialect, query }: Session): Promise<boolean> {
  try {
    const [first, ...more] = splitStatements(sql, dialect.name)
    if (more.length > 0 || several.has(first?.words[0] ?? '')) return true
    await query('SELECT 1')
    return ((await dialect.leftoversOf?.(query, sql)) ?? []).length > 0
  } catch {
    return true
  }
}
