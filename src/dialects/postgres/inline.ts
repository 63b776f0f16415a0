import type { Statement } from '../dialect.ts'
import { UnwritableValueError } from '../errors.ts'
import { untypedLiteral } from './literal.ts'

/**
 * The stretches of a statement: what is quoted or commented out is one of them, a placeholder another.
 * Order matters: a name may hold `$1`, and only what stands before a quote tells what kind of string it is.
 */
const stretch = new RegExp(
  [
    // E'…': a backslash escapes, also where the string goes on after a line break
    /[eE]'(?:[^'\\]+|''|\\[\s\S])*'?(?:\s*\n\s*'(?:[^'\\]+|''|\\[\s\S])*'?)*/,
    /'(?:[^']+|'')*'?/,
    /"(?:[^"]+|"")*"?/,
    /--[^\n\r]*/,
    /\/\*/, // comments nest: their end is counted
    /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/, // a name
    /\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$/, // a dollar quote begins
    /\$(\d+)/,
  ]
    .map((part) => part.source)
    .join('|'),
  'g',
)

/**
 * A placeholder, and what stands before it. Spaces go around it where its neighbours could be read as part of it: `U&$1`
 * must not become `U&'…'`.
 */
interface Placed {
  readonly text: string
  readonly position: number
  readonly before: string
  readonly after: string
}

/** A statement, cut at its placeholders. */
interface Cut {
  readonly placed: readonly Placed[]
  readonly rest: string
}

/**
 * A statement with its bindings written in as untyped literals. Placeholders inside strings, dollar quotes,
 * quoted names and comments are none. Throws `UnwritableValueError` where a placeholder has no binding.
 */
export function inline({ sql, bindings = [] }: Statement): string {
  if (bindings.length === 0) return sql
  const { placed, rest } = knownCut(sql)
  let written = ''
  for (const { text, position, before, after } of placed)
    written += text + before + valueAt(position, bindings) + after
  return written + rest
}

/** Those that were cut last: a run writes the same rows of its own for each revision. */
const known = new Map<string, Cut>()

const mostKnown = 20
const longestKnown = 2000

function knownCut(sql: string): Cut {
  if (sql.length > longestKnown) return cut(sql)
  const found = known.get(sql) ?? cut(sql)
  if (known.size >= mostKnown && !known.has(sql)) known.clear()
  known.set(sql, found)
  return found
}

function cut(sql: string): Cut {
  const placed: Placed[] = []
  let at = 0
  const scan = new RegExp(stretch)
  for (let found = scan.exec(sql); found !== null; found = scan.exec(sql)) {
    // Named groups would make an object of each match.
    const [, tag, position] = found
    if (tag !== undefined) scan.lastIndex = endOf(sql, found[0], scan.lastIndex)
    else if (found[0] === '/*') scan.lastIndex = endOfComment(sql, scan.lastIndex)
    if (position === undefined) continue
    placed.push({
      text: sql.slice(at, found.index),
      position: Number(position),
      before: found.index === 0 || /[\s(,=[]/.test(sql.charAt(found.index - 1)) ? '' : ' ',
      after: scan.lastIndex === sql.length || /[\s),;:\]]/.test(sql.charAt(scan.lastIndex)) ? '' : ' ',
    })
    at = scan.lastIndex
  }
  return { placed, rest: sql.slice(at) }
}

function valueAt(position: number, bindings: readonly unknown[]): string {
  if (position >= 1 && position <= bindings.length) return untypedLiteral(bindings[position - 1])
  throw new UnwritableValueError(
    `The placeholder $${position} has no value: there are ${bindings.length}`,
    'Give as many values as there are placeholders.',
  )
}

function endOf(sql: string, closing: string, from: number): number {
  const end = sql.indexOf(closing, from)
  return end === -1 ? sql.length : end + closing.length
}

function endOfComment(sql: string, from: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = from
  let depth = 1
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return sql.length
}
