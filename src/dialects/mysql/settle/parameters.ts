import { scan } from '../scan.ts'
import { looseType } from './text.ts'

/** A routine's parameter as it can be compared. */
export interface Parameter {
  readonly mode: string
  readonly name: string
  readonly type: string
}

/** The parameters in a text, however they are spelled. */
export function parametersIn(text: string): readonly Parameter[] {
  let depth = 0
  const cuts = [0]
  for (const { kind, text: mark, start, end } of scan(text)) {
    if (kind === 'mark') depth += mark === '(' ? 1 : mark === ')' ? -1 : 0
    if (mark === ',' && depth === 0) cuts.push(start, end)
  }
  cuts.push(text.length)
  const parts: string[] = []
  for (let at = 0; at < cuts.length; at += 2) parts.push(text.slice(cuts[at], cuts[at + 1]).trim())
  return parts.filter((part) => part !== '').map(parameterIn)
}

function parameterIn(text: string): Parameter {
  const [first, second] = scan(text)
  const isMode = first?.kind === 'word' && /^(?:in|out|inout)$/i.test(first.text) && second !== undefined
  const name = isMode ? second : first
  return {
    mode: isMode ? first.text.toLowerCase() : 'in',
    name: (name?.text ?? '').replace(/^`([\s\S]*)`$/, (_, inner: string) => inner.replaceAll('``', '`')),
    type: looseType(text.slice(name?.end)),
  }
}
