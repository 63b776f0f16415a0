import { type FoundCall, findCall } from './find-call.ts'
import type { Position } from './ignore-comment.ts'
import { isName, isPunctuator } from './literal.ts'

/** What becomes of a call of `op`. All parts are TypeScript. */
export interface CallChange {
  /** Options that its last argument gets. */
  readonly options?: Readonly<Record<string, string>>
  /** The whole call in other words. */
  readonly call?: string
  /** It goes into `op.outsideTransaction`. */
  readonly outside?: true
  /** A statement that comes behind it. */
  readonly behind?: string
  /** The type of a column among its arguments. */
  readonly type?: { readonly column: string; readonly from: string; readonly to: string }
}

/** How many arguments stand before the options. */
const beforeOptions: Readonly<Record<string, number>> = {
  createIndex: 3,
  dropIndex: 1,
  createForeignKey: 5,
  createCheckConstraint: 3,
  detachPartition: 2,
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with the call at a place changed, and nothing else; `undefined` where it is written in a way that can't be. */
export function rewriteCall(
  source: string,
  at: Position,
  changes: readonly CallChange[],
): string | undefined {
  const call = findCall(source, at)
  if (call === undefined) return undefined
  const edits: Edit[] = []
  for (const change of changes) {
    const found = editsOf(source, call, change)
    if (found === undefined) return undefined
    edits.push(...found)
  }
  if (changes.some(({ call: whole }) => whole !== undefined) && changes.length > 1) return undefined
  if (changes.some(({ outside }) => outside)) {
    edits.push(
      { start: call.start, end: call.start, text: 'op.outsideTransaction(() => ' },
      { start: call.end, end: call.end, text: ')' },
    )
  }
  return edited(source, edits)
}

/** The edits that a change makes by itself; `outside` is one for all. */
function editsOf(source: string, call: FoundCall, change: CallChange): readonly Edit[] | undefined {
  const { options, call: whole, behind, type } = change
  if (whole !== undefined)
    return call.method === 'alterColumn' ? [{ start: call.start, end: call.end, text: whole }] : undefined
  const parts = [
    options === undefined ? [] : optionEdits(call, options),
    type === undefined ? [] : typeEdits(call, type),
    behind === undefined ? [] : behindEdits(source, call, behind),
  ]
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? [])
}

function optionEdits(
  { method, args }: FoundCall,
  options: Readonly<Record<string, string>>,
): readonly Edit[] | undefined {
  const count = beforeOptions[method]
  const text = Object.entries(options)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
  const last = args.at(-1)
  if (count === undefined || last === undefined || args.some(({ tokens }) => isPunctuator(tokens[0], '...')))
    return undefined
  if (args.length === count) return [{ start: last.end, end: last.end, text: `, { ${text} }` }]
  const [open, ...inside] = last.tokens
  if (args.length !== count + 1 || open === undefined || !isPunctuator(open, '{')) return undefined
  const close = inside.at(-1)
  if (close === undefined || !isPunctuator(close, '}') || close.depth !== open.depth) return undefined
  const names = inside.filter(({ depth }) => depth === open.depth + 1).map((token) => token.text)
  // A spread may bring what is to be added, and what stands there already says otherwise.
  if (names.includes('...') || Object.keys(options).some((name) => names.includes(name))) return undefined
  const start = open.start + 1
  return [{ start, end: start, text: inside.length === 1 ? ` ${text} ` : ` ${text},` }]
}

function typeEdits(
  { tokens }: FoundCall,
  { column, from, to }: NonNullable<CallChange['type']>,
): readonly Edit[] | undefined {
  const places = tokens.filter((token, at) => {
    const [name, between, t, dot] = tokens.slice(at - 4, at)
    return (
      at >= 4 &&
      isName(token, from) &&
      isPunctuator(dot, '.') &&
      isName(t, 't') &&
      isPunctuator(between, ':', ',') &&
      (name?.kind === 'name' || name?.kind === 'string') &&
      name.text === column
    )
  })
  const [place] = places
  return place === undefined || places.length > 1
    ? undefined
    : [{ start: place.start, end: place.start + from.length, text: to }]
}

/** In the next line, behind a semicolon or a comment of the call's own. */
function behindEdits(
  source: string,
  { end, indent }: FoundCall,
  behind: string,
): readonly Edit[] | undefined {
  if (indent === undefined) return undefined
  const [rest = ''] = /^[^\r\n]*/.exec(source.slice(end)) ?? []
  if (!/^\s*;?\s*(?:\/\/.*)?$/.test(rest)) return undefined
  const lineEnd = source.slice(end + rest.length).startsWith('\r\n') ? '\r\n' : '\n'
  const semicolon = /^\s*;/.test(rest) ? ';' : ''
  const at = end + rest.length
  return [{ start: at, end: at, text: `${lineEnd}${indent}${behind}${semicolon}` }]
}

/** Edits that begin at one place stay in their order. */
function edited(source: string, edits: readonly Edit[]): string {
  let text = source
  for (const { start, end, text: put } of edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => b.start - a.start || b.order - a.order))
    text = text.slice(0, start) + put + text.slice(end)
  return text
}
