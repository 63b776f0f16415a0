import { lex } from '../project/lex.ts'

/**
 * Whether the text of a function calls `op.outsideTransaction`. What it calls elsewhere is not looked into, and whether
 * it comes there is not known: to find out, it would have to run.
 */
export function callsOutsideTransaction(body: unknown): boolean {
  if (typeof body !== 'function') return false
  const { tokens } = lex(String(body))
  return tokens.some(
    ({ kind, text }, at) =>
      kind === 'name' &&
      text === 'outsideTransaction' &&
      tokens[at + 1]?.text === '(' &&
      tokens[at - 1]?.text !== 'function',
  )
}
