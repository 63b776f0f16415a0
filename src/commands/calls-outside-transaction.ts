import { lex } from '../project/lex.ts'

/**
 * Whether the text of a function calls `op.outsideTransaction`. What it calls elsewhere is not looked into, and whether
 * it comes there is not known: to find out, it would have to run.
 */
export function callsOutsideTransaction(text: string): boolean {
  const { tokens } = lex(text)
  return tokens.some(
    ({ kind, text: name }, at) =>
      kind === 'name' && name === 'outsideTransaction' && tokens[at + 1]?.text === '(',
  )
}
