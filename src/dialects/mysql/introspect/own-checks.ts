import { scanServerText } from '../scan.ts'

/** A check that is written with a column: the name that the catalog has for it, and the condition. */
export interface OwnCheck {
  readonly name: string
  readonly condition: string
}

/**
 * The condition of each column's own check. MariaDB calls such a check as its column, and goes on calling it so when the
 * column gets another name, which the condition alone tells then.
 */
export function ownConditions(
  checks: readonly OwnCheck[],
  columns: readonly string[],
): ReadonlyMap<string, string> {
  const conditions = new Map<string, string>()
  const strange: OwnCheck[] = []
  for (const check of checks) {
    if (namesIn(check.condition).has(check.name)) conditions.set(check.name, check.condition)
    else strange.push(check)
  }
  for (const { name, condition } of strange) {
    const named = namesIn(condition)
    const owner = columns.find((column) => named.has(column) && !conditions.has(column))
    conditions.set(owner ?? name, condition)
  }
  return conditions
}

function namesIn(condition: string): ReadonlySet<string> {
  return new Set(
    scanServerText(condition).flatMap(({ kind, text }) => {
      const quote = text.charAt(0)
      return kind === 'name' ? [text.slice(1, -1).replaceAll(quote + quote, quote)] : []
    }),
  )
}
