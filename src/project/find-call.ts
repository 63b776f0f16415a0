import type { Position } from './ignore-comment.ts'
import { lex, type Token } from './lex.ts'
import { endsStatement, isName, isPunctuator } from './literal.ts'

/** A call of a method in a text, by offsets. */
export interface FoundCall {
  readonly method: string
  /** From the receiver to behind the closing parenthesis. */
  readonly start: number
  readonly end: number
  readonly args: readonly FoundArgument[]
  /** Of all that stands between the parentheses. */
  readonly tokens: readonly Token[]
  /** The line is its own, so that another may come behind it: the white space that it begins with. */
  readonly indent?: string
}

export interface FoundArgument {
  readonly end: number
  readonly tokens: readonly Token[]
}

/** The call of a method of `op` whose name stands at a place; `undefined` where it is written in another way. */
export function findCall(source: string, { line, column }: Position): FoundCall | undefined {
  const { tokens, gaveUp } = lex(source)
  if (gaveUp !== undefined) return undefined
  const lineStart =
    source
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length + (line > 1 ? 1 : 0)
  const at = tokens.findIndex((token) => token.start === lineStart + column - 1)
  const [receiver, dot, name, open] = [tokens[at - 2], tokens[at - 1], tokens[at], tokens[at + 1]]
  if (!isName(receiver, 'op') || !isPunctuator(dot, '.') || isPunctuator(tokens[at - 3], '.', '?.'))
    return undefined
  if (receiver === undefined || name?.kind !== 'name' || !isPunctuator(open, '(')) return undefined
  const close = tokens.findIndex(
    (token, index) => index > at + 1 && token.depth === open?.depth && isPunctuator(token, ')'),
  )
  const end = tokens[close]?.start
  if (end === undefined) return undefined
  const inside = tokens.slice(at + 2, close)
  const args = argumentsOf(inside)
  const first = isName(tokens[at - 3], 'await') ? at - 3 : at - 2
  const indent = isStatement(tokens, first, close) ? indentOf(source, tokens[first]?.start ?? 0) : undefined
  return {
    method: name.text,
    start: receiver.start,
    end: end + 1,
    args,
    tokens: inside,
    ...(indent !== undefined && { indent }),
  }
}

function argumentsOf(inside: readonly Token[]): readonly FoundArgument[] {
  const args: Token[][] = [[]]
  for (const token of inside) {
    if (token.depth === inside[0]?.depth && isPunctuator(token, ',')) args.push([])
    else args.at(-1)?.push(token)
  }
  return args.flatMap((tokens) => {
    const last = tokens.at(-1)
    return last === undefined ? [] : [{ end: last.end, tokens }]
  })
}

const goesOn = new Set(['else', 'do', 'return', 'await', 'yield', 'in', 'of', 'new', 'case', 'throw'])

/** Whether the call is a statement of a block, and no arm of an `if` without braces. */
function isStatement(tokens: readonly Token[], first: number, close: number): boolean {
  const [before, start, behind] = [tokens[first - 1], tokens[first], tokens[close + 1]]
  if (before === undefined || start === undefined) return false
  const ends = isPunctuator(behind, ';') || (behind !== undefined && behind.depth < start.depth)
  if (!ends && !(behind !== undefined && endsStatement(behind))) return false
  if (isPunctuator(behind, ',')) return false
  if (isPunctuator(before, '{', ';') || (isPunctuator(before, '}') && start.newlineBefore)) return true
  if (!start.newlineBefore) return false
  if (!isPunctuator(before, ')')) return before.kind !== 'punctuator' && !goesOn.has(before.text)
  const open = tokens.findLastIndex(
    (token, at) => at < first - 1 && token.depth === before.depth && isPunctuator(token, '('),
  )
  return !isName(tokens[open - 1], 'if', 'while', 'for', 'with', 'await')
}

/** Absent where something else stands before it in its line. */
function indentOf(source: string, start: number): string | undefined {
  const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start)
  return before.trim() === '' ? before : undefined
}
