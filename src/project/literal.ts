/** Literal values among tokens, and where they end. */
import type { Token } from './lex.ts'

export interface Literal {
  readonly value: string | readonly string[] | null | undefined
  /** The index of the first token behind the literal and its type. */
  readonly end: number
}

/** Whether the token is one of these punctuators. */
export function isPunctuator(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token?.kind === 'punctuator' && texts.includes(token.text)
}

/** Whether the token is one of these names. */
export function isName(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token?.kind === 'name' && texts.includes(token.text)
}

/**
 * A text, null, undefined or a list of texts at `index`, with `as …` or `satisfies …` behind it passed
 * over. `undefined` when anything else stands there.
 */
export function readLiteral(tokens: readonly Token[], index: number): Literal | undefined {
  const bare = readBare(tokens, index)
  let end = bare?.end
  while (
    end !== undefined &&
    isName(tokens[end], 'as', 'satisfies') &&
    tokens[end]?.newlineBefore === false
  ) {
    end = skipType(tokens, end + 1)
  }
  return bare === undefined || end === undefined ? undefined : { value: bare.value, end }
}

function readBare(tokens: readonly Token[], index: number): Literal | undefined {
  const token = tokens[index]
  if (isText(token)) {
    return { value: token.text, end: index + 1 }
  }
  if (isName(token, 'null')) {
    return { value: null, end: index + 1 }
  }
  if (isName(token, 'undefined')) {
    return { value: undefined, end: index + 1 }
  }
  return isPunctuator(token, '[') ? readList(tokens, index + 1) : undefined
}

function readList(tokens: readonly Token[], start: number): Literal | undefined {
  const items: string[] = []
  for (let at = start; ; at += 2) {
    const item = tokens[at]
    if (isPunctuator(item, ']')) {
      return { value: items, end: at + 1 }
    }
    if (!isText(item)) {
      return undefined
    }
    items.push(item.text)
    if (isPunctuator(tokens[at + 1], ']')) {
      return { value: items, end: at + 2 }
    }
    if (!isPunctuator(tokens[at + 1], ',')) {
      return undefined
    }
  }
}

function isText(token: Token | undefined): token is Token {
  return token?.kind === 'string' || (token?.kind === 'template' && token.holes !== true)
}

/** Whether a statement ends before `token`, so that nothing goes on with the value in front of it. */
export function endsStatement(token: Token | undefined): boolean {
  if (token === undefined || isPunctuator(token, ';', ',')) {
    return true
  }
  const goesOn = isName(token, 'in', 'instanceof', 'as', 'satisfies')
  return token.newlineBefore && ((token.kind === 'name' && !goesOn) || isPunctuator(token, '@'))
}

const IN_TYPES = new Set(['.', '|', '&', '(', ')', '[', ']', '{', '}', '<', '>', ','])
const GOES_ON = new Set(['.', '|', '&', '<', ','])
const PREFIXES = new Set(['readonly', 'keyof', 'typeof', 'unique'])

/** The index of the token behind the type at `index`; `undefined` for types that are more than names and brackets. */
export function skipType(tokens: readonly Token[], index: number): number | undefined {
  const base = tokens[index]?.depth ?? 0
  let angles = 0
  for (let at = index; ; at++) {
    const token = tokens[at]
    if (token === undefined || token.depth < base) {
      return angles === 0 ? at : undefined
    }
    if (token.depth > base) {
      continue
    }
    if (angles === 0 && isPunctuator(token, ';', ',', '=', '}')) {
      // A closing bracket of the type itself is preceded by what it closes.
      if (token.text !== '}' || !closesHere(tokens, at, index)) {
        return at
      }
      continue
    }
    if (at > index && token.newlineBefore && !continues(tokens[at - 1], token)) {
      return token.kind === 'name' && angles === 0 ? at : undefined
    }
    if (token.kind === 'punctuator' && !IN_TYPES.has(token.text)) {
      return undefined
    }
    if (
      token.kind === 'regex' ||
      token.holes === true ||
      isName(token, 'extends', 'infer', 'is', 'asserts')
    ) {
      return undefined
    }
    angles += isPunctuator(token, '<') ? 1 : isPunctuator(token, '>') ? -1 : 0
    if (angles < 0) {
      return undefined
    }
  }
}

function continues(before: Token | undefined, token: Token): boolean {
  return (
    (before?.kind === 'punctuator' && GOES_ON.has(before.text)) ||
    (before?.kind === 'name' && PREFIXES.has(before.text)) ||
    isPunctuator(token, '|', '&', '.')
  )
}

function closesHere(tokens: readonly Token[], close: number, from: number): boolean {
  const depth = tokens[close]?.depth
  for (let at = close - 1; at >= from; at--) {
    if (tokens[at]?.depth === depth) {
      return isPunctuator(tokens[at], '{')
    }
  }
  return false
}
