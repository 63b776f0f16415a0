import { spellStrings } from '../expression.ts'
import { withoutParentheses } from '../stored-sql.ts'

/** The expression as written, without parentheses around the whole; `columns` are those that it can name. */
export function canonicalExpression(text: string, columns: readonly string[]): string {
  return spellStrings(bare(text), columns)
}

/** The text without any parentheses around the whole. */
export function bare(text: string): string {
  let inside = text.trim()
  for (let next = withoutParentheses(inside); next !== inside; next = withoutParentheses(inside))
    inside = next
  return inside
}
