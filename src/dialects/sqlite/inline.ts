import { UnwritableValueError } from '../errors.ts'
import { literal } from './literal.ts'
import { type Token, tokenize } from './tokenize.ts'

/**
 * The statement with its bindings written into it. `?` and `?NNN` count as SQLite counts them; a placeholder inside
 * a string, a quoted name or a comment is none. Throws `UnwritableValueError` where they don't match the bindings.
 */
export function inline(sql: string, bindings: readonly unknown[] | undefined): string {
  if (bindings === undefined || bindings.length === 0) return sql
  const placeholders = tokenize(sql).filter((token) => token.kind === 'variable')
  const parts: string[] = []
  let highest = 0
  let position = 0
  for (const token of placeholders) {
    const number = placeholderNumber(token, highest)
    highest = Math.max(highest, number)
    if (number > bindings.length) throw mismatch(number, bindings.length)
    parts.push(sql.slice(position, token.start), operand(literal(bindings[number - 1]), sql[token.start - 1]))
    position = token.end
  }
  if (highest !== bindings.length) throw mismatch(highest, bindings.length)
  return parts.join('') + sql.slice(position)
}

function placeholderNumber(token: Token, highest: number): number {
  if (!token.text.startsWith('?')) {
    throw new UnwritableValueError(
      `The named placeholder ${token.text} has no value`,
      'Use ? for each value, in order.',
    )
  }
  return token.text === '?' ? highest + 1 : Number(token.text.slice(1))
}

/** A minus sign right before a negative number would begin a comment. */
function operand(text: string, before: string | undefined): string {
  return before === '-' && text.startsWith('-') ? ` ${text}` : text
}

function mismatch(wanted: number, given: number): UnwritableValueError {
  return new UnwritableValueError(
    `The statement has ${wanted} placeholders, and ${given} values are given`,
    'Give one value for each ?.',
  )
}
