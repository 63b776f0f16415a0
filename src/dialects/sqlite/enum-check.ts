import { quoteIdentifier } from '../identifier.ts'
import { quoteText } from './literal.ts'
import { isKeyword, isMark, sameName, tokenize, unquote } from './tokenize.ts'

/** The condition that a column holds one of the values of an enum. */
export function writeEnumCheck(column: string, values: readonly string[]): string {
  return `${quoteIdentifier(column)} IN (${values.map(quoteText).join(', ')})`
}

/** The values of an enum, where the condition says just that of the column: `column IN ('a', 'b')`. */
export function readEnumCheck(expression: string, column: string): readonly string[] | undefined {
  const [subject, keyword, open, ...rest] = tokenize(expression)
  if (subject === undefined || !sameName(unquote(subject), column)) return undefined
  if (subject.kind === 'string' || !isKeyword(keyword, 'IN') || !isMark(open, '(')) return undefined
  const values = rest.filter((_, index) => index % 2 === 0)
  const marks = rest.filter((_, index) => index % 2 === 1)
  const isList =
    values.length === marks.length &&
    values.every((token) => token.kind === 'string') &&
    marks.every((token, index) => isMark(token, index === marks.length - 1 ? ')' : ','))
  return isList ? values.map(unquote) : undefined
}
