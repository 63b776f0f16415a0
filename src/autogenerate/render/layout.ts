import type { ColumnType } from '../../schema/column-type.ts'

/** Code as a tree, and its layout: on one line where it fits, else a part a line, as a formatter would. */

/** A piece of code. A list is what stands side by side. */
export type Code = string | Name | ConstraintName | TypeCode | Group | Chain | readonly Code[]

/** A name that the file has to import. */
export interface Name {
  readonly kind: 'name'
  readonly name: ImportedName
}

/** The name of a constraint, as a literal: where a naming convention rules, it has to be marked as final. */
export interface ConstraintName {
  readonly kind: 'constraint name'
  readonly text: string
}

/** The type of a column, which a project may have its own words for. */
export interface TypeCode {
  readonly kind: 'type'
  readonly type: ColumnType
  readonly code: Code
}

export type ImportedName =
  | 'check'
  | 'compositeType'
  | 'domain'
  | 'enumType'
  | 'exclude'
  | 'extension'
  | 'foreignKey'
  | 'grant'
  | 'index'
  | 'materializedView'
  | 'other'
  | 'policy'
  | 'primaryKey'
  | 'procedure'
  | 'schema'
  | 'sequence'
  | 'sql'
  | 'sqlFunction'
  | 't'
  | 'table'
  | 'trigger'
  | 'uniqueConstraint'
  | 'view'

/** Something in brackets, with commas between its parts. */
export interface Group {
  readonly kind: 'group'
  readonly open: string
  readonly close: string
  readonly parts: readonly Code[]
  /** A space inside of its brackets, on one line. */
  readonly spaced: boolean
  /** A part a line, though it would fit on one. */
  readonly broken: boolean
  /** The last part opens on the line of the first, where it alone is too long. */
  readonly hugs: boolean
  /** Its parts are statements: no commas. */
  readonly block?: true
}

/** Calls behind each other: on one line where they fit, else a call a line. */
export interface Chain {
  readonly kind: 'chain'
  readonly head: Code
  readonly links: readonly Code[]
}

/** The longest line, as far as code can be broken. */
export const WIDTH = 110
const STEP = '  '
/** Fewer calls stay together where the last one can be opened. */
const CHAINED = 3

export function name(imported: ImportedName): Name {
  return { kind: 'name', name: imported }
}

/** The code with every name of a constraint marked as final. */
export function withFinalNames(code: Code): Code {
  return replaced(code, (part) => (part.kind === 'constraint name' ? call('op.f', [part.text]) : undefined))
}

/** The code with types in other words, where there are any. */
export function withTypes(code: Code, words: (type: ColumnType) => string | undefined): Code {
  return replaced(code, (part) => (part.kind === 'type' ? words(part.type) : undefined))
}

/** The code with other code in the place of some of its marked parts. */
function replaced(code: Code, replacement: (part: ConstraintName | TypeCode) => Code | undefined): Code {
  if (typeof code === 'string') return code
  if (!('kind' in code)) return code.map((part) => replaced(part, replacement))
  switch (code.kind) {
    case 'name':
      return code
    case 'constraint name':
      return replacement(code) ?? code
    case 'type':
      return replacement(code) ?? { ...code, code: replaced(code.code, replacement) }
    case 'group':
      return { ...code, parts: code.parts.map((part) => replaced(part, replacement)) }
    case 'chain':
      return {
        ...code,
        head: replaced(code.head, replacement),
        links: code.links.map((link) => replaced(link, replacement)),
      }
    default:
      return code satisfies never
  }
}

export function call(callee: Code, parts: readonly Code[]): Code {
  return [callee, { kind: 'group', open: '(', close: ')', parts, spaced: false, broken: false, hugs: true }]
}

export function list(parts: readonly Code[], options: { broken?: boolean } = {}): Group {
  const broken = options.broken === true && parts.length > 0
  return { kind: 'group', open: '[', close: ']', parts, spaced: false, broken, hugs: false }
}

/** `{ key: value }`; the keys are code already. */
export function record(
  entries: readonly (readonly [string, Code])[],
  options: { broken?: boolean } = {},
): Group {
  const parts = entries.map(([key, value]): Code => [`${key}: `, value])
  const broken = options.broken === true && parts.length > 0
  return { kind: 'group', open: '{', close: '}', parts, spaced: parts.length > 0, broken, hugs: false }
}

/** What is called on something, and on what that gives. */
export function chain(head: Code, links: readonly Code[]): Code {
  return links.length === 0 ? head : { kind: 'chain', head, links }
}

/** A function without a name, a statement a line: `(batch) => { … }`. */
export function block(head: string, statements: readonly Code[]): Group {
  const open = `${head} => {`
  return {
    kind: 'group',
    open,
    close: '}',
    parts: statements,
    spaced: true,
    broken: true,
    hugs: false,
    block: true,
  }
}

/** The code on one line. */
export function onOneLine(code: Code): string {
  return flat(code)
}

/** The code as text; `indent` is that of its first line, which is not written. */
export function layOut(code: Code, indent: string): string {
  return write(code, { indent, column: indent.length, after: 0 })
}

/** The names that the code needs, sorted. */
export function namesIn(code: Code): readonly ImportedName[] {
  const found = new Set<ImportedName>()
  const walk = (part: Code): void => {
    if (typeof part === 'string') return
    if ('kind' in part) {
      if (part.kind === 'name') found.add(part.name)
      else if (part.kind === 'chain') [part.head, ...part.links].forEach(walk)
      else if (part.kind === 'group') part.parts.forEach(walk)
      else if (part.kind === 'type') walk(part.code)
    } else part.forEach(walk)
  }
  walk(code)
  return [...found].sort()
}

/** Where a piece begins, and how much has to follow it on its last line. */
interface Position {
  readonly indent: string
  readonly column: number
  readonly after: number
}

function write(code: Code, position: Position): string {
  if (typeof code === 'string') return code
  if (!('kind' in code)) return writeAll(code, position)
  if (code.kind === 'chain') return writeChain(code, position)
  if (code.kind === 'type') return write(code.code, position)
  return code.kind === 'group' ? writeGroup(code, position) : flat(code)
}

function writeChain({ head, links }: Chain, position: Position): string {
  const whole = [head, ...links]
  const line = flat(whole)
  const fitsAsItIs = !isBroken(whole) && !line.includes('\n') && fits(line, position)
  const stays = links.length === 1 || (links.length < CHAINED && endsOpening(links.at(-1)))
  if (fitsAsItIs || stays) return writeAll(whole, position)
  const indent = position.indent + STEP
  const lines = links.map((link, at) => {
    const after = at === links.length - 1 ? position.after : 0
    return `\n${indent}${write(link, { indent, column: indent.length, after })}`
  })
  return write(head, { ...position, after: 0 }) + lines.join('')
}

function writeAll(parts: readonly Code[], position: Position): string {
  let text = ''
  for (const [at, part] of parts.entries()) {
    const column = columnAfter(position.column, text)
    const after = firstWidth(parts.slice(at + 1)) + (at === parts.length - 1 ? position.after : 0)
    text += write(part, { indent: position.indent, column, after })
  }
  return text
}

function writeGroup(group: Group, position: Position): string {
  const line = flat(group)
  if (!isBroken(group) && fits(line, position)) return line
  return (group.hugs ? hugged(group, position) : undefined) ?? spread(group, position)
}

function spread({ open, close, parts, block }: Group, { indent }: Position): string {
  if (parts.length === 0) return open + close
  const inner = indent + STEP
  const end = block === true ? '\n' : ',\n'
  const lines = parts.map(
    (part) => inner + write(part, { indent: inner, column: inner.length, after: end.length - 1 }) + end,
  )
  return `${open}\n${lines.join('')}${indent}${close}`
}

/** All but the last part on one line, and the last one opened there. */
function hugged({ open, close, parts }: Group, position: Position): string | undefined {
  const last = parts.at(-1)
  const before = parts.slice(0, -1)
  if (!isOpening(last) || before.some(isBroken)) return undefined
  const start = open + before.map((part) => `${flat(part)}, `).join('')
  if (start.includes('\n') || position.column + start.length + 1 > WIDTH) return undefined
  const column = position.column + start.length
  const text =
    start + write(last, { indent: position.indent, column, after: close.length + position.after }) + close
  return before.some(isOpening) && text.includes('\n') ? undefined : text
}

/** Whether the last argument of a call may be opened. */
function endsOpening(link: Code | undefined): boolean {
  if (typeof link !== 'object' || 'kind' in link) return false
  const last = link.at(-1)
  return typeof last === 'object' && 'kind' in last && last.kind === 'group' && isOpening(last.parts.at(-1))
}

/** What may be opened at the end of a line: `[`, `{`, or a function's body. */
function isOpening(code: Code | undefined): code is Group {
  return typeof code === 'object' && 'kind' in code && code.kind === 'group' && code.parts.length > 0
}

function isBroken(code: Code): boolean {
  if (typeof code === 'string') return false
  if (!('kind' in code)) return code.some(isBroken)
  if (code.kind === 'chain') return isBroken([code.head, ...code.links])
  if (code.kind === 'type') return isBroken(code.code)
  return code.kind === 'group' && (code.broken || holdsLines(code) || code.parts.some(isBroken))
}

/** A record that holds several things, one of them of several lines. */
function holdsLines(group: Group): boolean {
  return group.spaced && group.parts.length > 1 && group.parts.some((part) => flat(part).includes('\n'))
}

function flat(code: Code): string {
  if (typeof code === 'string') return code
  if (!('kind' in code)) return code.map(flat).join('')
  if (code.kind === 'name') return code.name
  if (code.kind === 'chain') return flat([code.head, ...code.links])
  if (code.kind === 'constraint name') return code.text
  if (code.kind === 'type') return flat(code.code)
  const space = code.spaced ? ' ' : ''
  return code.open + space + code.parts.map(flat).join(', ') + space + code.close
}

/** How much of some pieces can't be moved to another line: up to the first bracket. */
function firstWidth(parts: readonly Code[]): number {
  let width = 0
  /** Whether a bracket was come upon. */
  const walk = (part: Code): boolean => {
    if (typeof part === 'string') width += part.length
    else if (!('kind' in part)) return part.some(walk)
    else if (part.kind === 'name' || part.kind === 'constraint name') width += flat(part).length
    else if (part.kind === 'chain') return [part.head, ...part.links].some(walk)
    else if (part.kind === 'type') return walk(part.code)
    else {
      width += part.open.length
      return true
    }
    return false
  }
  parts.some(walk)
  return width
}

function fits(text: string, { column, after }: Position): boolean {
  const lines = text.split('\n')
  const last = lines.length === 1 ? column + text.length : (lines.at(-1)?.length ?? 0)
  return last + after <= WIDTH && (lines.length === 1 || column + (lines[0]?.length ?? 0) <= WIDTH)
}

function columnAfter(column: number, text: string): number {
  const line = text.lastIndexOf('\n')
  return line < 0 ? column + text.length : text.length - line - 1
}
