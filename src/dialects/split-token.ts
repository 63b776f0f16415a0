import { unterminated } from './split-errors.ts'
import type { SplitRules } from './split-rules.ts'

/**
 * A piece of a script. `word` is a bare name or keyword, `quoted` a string or a quoted name, `mark` a single
 * character of anything else; `space` is white space and comments.
 */
export interface SplitToken {
  readonly kind: 'space' | 'word' | 'quoted' | 'mark'
  readonly start: number
  readonly end: number
}

// Sticky, so that each looks only where the last token ended: the whole is linear.
const space = /[ \t\n\r\f\v\ufeff]+/y
const word = /[A-Za-z_\u0080-\ufefe\uff00-\uffff][\w$\u0080-\ufefe\uff00-\uffff]*/y
const digits = /[0-9]+/y
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y
const continuation = /[ \t\f\v]*(?:--[^\n\r]*)?[\n\r](?:\s|--[^\n\r]*[\n\r])*'/y

/** The token at `start`. Throws `SplitError` for what is begun there and never ended. */
export function tokenAt(text: string, start: number, rules: SplitRules): SplitToken {
  const character = text.charAt(start)
  const blank = match(space, text, start) ?? match(rules.lineComment, text, start)
  if (blank !== undefined) return { kind: 'space', start, end: blank }
  if (text.startsWith('/*', start)) return blockComment(text, start, rules)
  const quote = rules.quotes[character]
  if (quote !== undefined) return quoted(text, start, start, quote.backslash)
  if (character === '[' && rules.brackets) return bracketed(text, start)
  if (character === '$' && rules.dollarQuotes) return dollarQuoted(text, start)
  const end = match(word, text, start)
  if (end !== undefined) {
    const escaping = rules.dollarQuotes && end === start + 1 && /e/i.test(character) && text[end] === "'"
    return escaping ? escapeString(text, start) : { kind: 'word', start, end }
  }
  return { kind: 'mark', start, end: match(digits, text, start) ?? start + 1 }
}

function match(rule: RegExp, text: string, start: number): number | undefined {
  rule.lastIndex = start
  return rule.test(text) ? rule.lastIndex : undefined
}

/** MySQL runs what stands in `/*! … *\/`: that is no space. */
function blockComment(text: string, start: number, rules: SplitRules): SplitToken {
  const runs = rules.delimiterCommand && /^\/\*M?!/.test(text.slice(start, start + 4))
  const end = rules.nestedComments ? nestedEnd(text, start) : plainEnd(text, start)
  if (end === undefined) throw unterminated(start, 'The comment')
  return { kind: runs ? 'quoted' : 'space', start, end }
}

function plainEnd(text: string, start: number): number | undefined {
  const close = text.indexOf('*/', start + 2)
  return close < 0 ? undefined : close + 2
}

function nestedEnd(text: string, start: number): number | undefined {
  let depth = 1
  for (let at = start + 2; at < text.length; at++) {
    if (text[at] === '*' && text[at + 1] === '/') {
      depth -= 1
      at += 1
      if (depth === 0) return at + 1
    } else if (text[at] === '/' && text[at + 1] === '*') {
      depth += 1
      at += 1
    }
  }
  return undefined
}

/** What is in quotes from `open` on; `start` is where its prefix begins. */
function quoted(text: string, start: number, open: number, backslash: boolean): SplitToken {
  const quote = text[open]
  for (let at = open + 1; at < text.length; at++) {
    if (backslash && text[at] === '\\') at += 1
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return { kind: 'quoted', start, end: at + 1 }
      at += 1
    }
  }
  throw unterminated(start, quote === "'" ? 'The string' : 'The quoted name')
}

/** `E'…'`: what goes on in the next line, in quotes of its own, has backslashes too. */
function escapeString(text: string, start: number): SplitToken {
  let token = quoted(text, start, start + 1, true)
  for (;;) {
    const open = match(continuation, text, token.end)
    if (open === undefined) return token
    token = quoted(text, start, open - 1, true)
  }
}

function bracketed(text: string, start: number): SplitToken {
  const close = text.indexOf(']', start)
  if (close < 0) throw unterminated(start, 'The quoted name')
  return { kind: 'quoted', start, end: close + 1 }
}

function dollarQuoted(text: string, start: number): SplitToken {
  const open = match(dollarTag, text, start)
  if (open === undefined) return { kind: 'mark', start, end: start + 1 }
  const tag = text.slice(start, open)
  const close = text.indexOf(tag, open)
  if (close < 0) throw unterminated(start, `The text in ${tag}`)
  return { kind: 'quoted', start, end: close + tag.length }
}
