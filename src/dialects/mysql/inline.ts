import type { Statement } from '../dialect.ts'
import { UnwritableValueError } from '../errors.ts'
import { literal } from './literal.ts'
import { scan } from './scan.ts'

/**
 * The statement with its bindings written into it. A `?` inside a string, a quoted name or a comment is none.
 * Throws `UnwritableValueError` where placeholders and bindings differ in number.
 */
export function inline({ sql, bindings = [] }: Statement): string {
  if (bindings.length === 0) return sql
  const places = scan(sql).filter(({ kind }) => kind === 'placeholder')
  if (places.length !== bindings.length) {
    throw new UnwritableValueError(
      `The statement has ${places.length} placeholders, and ${bindings.length} values are given`,
      'Give one value for each ?.',
    )
  }
  let at = 0
  const parts = places.map(({ start, end }, index) => {
    const before = sql.slice(at, start)
    at = end
    return before + apart(literal(bindings[index]), sql.charAt(start - 1), sql.charAt(end))
  })
  return parts.join('') + sql.slice(at)
}

/** With spaces where its neighbours could be read as part of it. */
function apart(text: string, before: string, after: string): string {
  const front = before === '' || /[\s(,=]/.test(before) ? '' : ' '
  return front + text + (after === '' || /[\s),;]/.test(after) ? '' : ' ')
}
