import { lex, type Token } from '../project/lex.ts'
import { isName, isPunctuator } from '../project/literal.ts'

/** On PostgreSQL. A function of one's own may have these names, too. */
const leaving = ['backfill', 'setNotNull']

/**
 * Whether the text of a revision's function calls what leaves the transaction. What it calls elsewhere is not looked
 * into, and whether it comes there is not known: to find out, it would have to run.
 */
export function callsOutsideTransaction(text: string): boolean {
  const { tokens } = lex(text)
  const isOfOp = callsOf(tokens)
  return tokens.some(
    (token, at) =>
      isPunctuator(tokens[at + 1], '(') &&
      (isName(token, 'outsideTransaction') || (isName(token, ...leaving) && isOfOp(at))),
  )
}

/** Whether the name at a place is a method's of the function's parameter, or taken out of it. */
function callsOf(tokens: readonly Token[]): (at: number) => boolean {
  const first = tokens.findIndex((token) => isPunctuator(token, '(', '=>'))
  const start = isPunctuator(tokens[first], '=>') ? first - 1 : first + 1
  const parameter = tokens[start]
  if (!isPunctuator(parameter, '{')) {
    return (at) =>
      isPunctuator(tokens[at - 1], '.', '?.') &&
      tokens[at - 2]?.text === parameter?.text &&
      !isPunctuator(tokens[at - 3], '.', '?.')
  }
  const end = tokens.findIndex((token, at) => at > start && isPunctuator(token, '}'))
  const taken = new Set(tokens.slice(start, end).map(({ text }) => text))
  return (at) => !isPunctuator(tokens[at - 1], '.', '?.') && taken.has(tokens[at]?.text ?? '')
}
