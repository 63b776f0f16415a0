/**
 * Reads the header of a revision file from its tokens: exports that are literals. It answers only what
 * it is certain of; every shape it doesn't know ends in `unknown`, and the file is imported instead.
 */
import { HEADER_NAMES, type HeaderExports } from '../header.ts'
import type { Lexed, Token } from '../lex.ts'
import { endsStatement, isName, isPunctuator, type Literal, readLiteral, skipType } from '../literal.ts'

export type HeaderReading =
  | { readonly kind: 'known'; readonly exports: HeaderExports }
  | { readonly kind: 'unknown'; readonly reason: string }

/** The header's exports as the text gives them; `source` is the text that was lexed. */
export function readHeader(lexed: Lexed, source: string): HeaderReading {
  if (lexed.gaveUp !== undefined) {
    return { kind: 'unknown', reason: lexed.gaveUp }
  }
  try {
    const values = new HeaderReader(lexed.tokens).read()
    return {
      kind: 'known',
      exports: {
        values: new Map([...values].map(([name, { value }]) => [name, value])),
        lineOf: (name) => lineAt(source, values.get(name)?.start ?? 0),
      },
    }
  } catch (error) {
    if (error instanceof Unknown) {
      return { kind: 'unknown', reason: error.message }
    }
    throw error
  }
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}

class Unknown extends Error {}

interface Exported {
  readonly value: Literal['value']
  readonly start: number
}

/** Names that stand for the module or its exports in CommonJS, or may change anything. */
const CAPABLE = new Set(['exports', 'module'])
const CAPABLE_OUTSIDE = new Set(['this', 'arguments', 'eval', 'return'])
const REFUSED = new Set([...CAPABLE, ...CAPABLE_OUTSIDE, ...HEADER_NAMES])
/** After these a statement goes on, even on a new line. */
const BEFORE_STATEMENT_PART = new Set([
  'else',
  'do',
  'return',
  'throw',
  'typeof',
  'void',
  'delete',
  'await',
  'new',
  'in',
  'of',
  'instanceof',
  'case',
  'yield',
])
const CONDITIONS = new Set(['if', 'while', 'for', 'with'])

class HeaderReader {
  private readonly tokens: readonly Token[]
  private readonly esm = new Map<string, Exported>()
  private readonly cjs = new Map<string, Exported>()
  /** Constants at the top of the module that are literals. */
  private readonly constants = new Map<string, Exported>()
  private readonly lists: { readonly local: Token; readonly exported: string }[] = []
  private readonly understood = new Set<number>()
  private hasDefault = false
  private replacesExports = false

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  read(): Map<string, Exported> {
    for (let index = 0; index < this.tokens.length; ) {
      const token = this.tokens[index]
      const next =
        token?.kind === 'name' && token.depth === 0 && !this.isMember(index)
          ? this.statement(index, token.text)
          : index
      index = Math.max(next, index + 1)
    }
    this.refuseWhatIsNotUnderstood()
    for (const { local, exported } of this.lists) {
      const constant = this.constants.get(local.text)
      if (constant === undefined) {
        throw new Unknown(`${exported} is not a constant of this file`)
      }
      this.record(this.esm, exported, constant)
    }
    if (this.esm.size > 0 && (this.cjs.size > 0 || this.replacesExports)) {
      throw new Unknown('both kinds of exports')
    }
    const found = this.esm.size > 0 ? this.esm : this.cjs
    if (this.hasDefault && !found.has('revision')) {
      throw new Unknown('a default export')
    }
    return found
  }

  /** Handles a statement that starts with the name at `index`; gives the index to go on from. */
  private statement(index: number, text: string): number {
    switch (text) {
      case 'export':
        return this.exportStatement(index + 1)
      case 'const':
        return this.declarators(index + 1, { exported: false, constant: true })
      case 'exports':
        return this.exportsMember(index, index + 1)
      case 'module':
        return this.moduleExports(index)
      default:
        return index
    }
  }

  private exportStatement(index: number): number {
    const token = this.tokens[index]
    if (isPunctuator(token, '{')) {
      return this.exportList(index)
    }
    if (isPunctuator(token, '*')) {
      throw new Unknown('exports of another file')
    }
    switch (token?.text) {
      case 'default':
      case '=':
        this.hasDefault = true
        return index
      case 'const':
        return this.declarators(index + 1, { exported: true, constant: true })
      case 'let':
      case 'var':
        return this.declarators(index + 1, { exported: true, constant: false })
      default:
        return index
    }
  }

  private exportList(index: number): number {
    const end = this.closing(index)
    const entries = this.tokens.slice(index + 1, end)
    const elsewhere = isName(this.tokens[end + 1], 'from')
    for (let at = 0; at < entries.length; at++) {
      const local = entries[at]
      const renamed = isName(entries[at + 1], 'as') ? entries[at + 2] : undefined
      const exported = renamed ?? local
      if (local !== undefined && exported !== undefined && HEADER_NAMES.has(exported.text)) {
        if (elsewhere || local.kind !== 'name') {
          throw new Unknown('exports of another file')
        }
        this.lists.push({ local, exported: exported.text })
      }
      while (at < entries.length && !isPunctuator(entries[at], ',')) {
        at++
      }
    }
    return end + 1
  }

  private declarators(index: number, how: { exported: boolean; constant: boolean }): number {
    for (let at = index; ; at++) {
      const name = this.tokens[at]
      if (name?.kind !== 'name') {
        if (how.exported && isPunctuator(name, '{', '[')) {
          throw new Unknown('exports taken apart')
        }
        return at
      }
      const equals = isPunctuator(this.tokens[at + 1], ':') ? skipType(this.tokens, at + 2) : at + 1
      const literal =
        equals !== undefined && isPunctuator(this.tokens[equals], '=')
          ? readLiteral(this.tokens, equals + 1)
          : undefined
      if (literal === undefined || !endsStatement(this.tokens[literal.end])) {
        return at
      }
      this.declare(at, { value: literal.value, start: name.start }, how)
      if (!isPunctuator(this.tokens[literal.end], ',')) {
        return literal.end
      }
      at = literal.end
    }
  }

  private declare(index: number, found: Exported, how: { exported: boolean; constant: boolean }): void {
    const name = this.tokens[index]?.text ?? ''
    this.understood.add(index)
    if (how.constant) {
      this.constants.set(name, found)
    }
    if (how.exported && HEADER_NAMES.has(name)) {
      if (
        !how.constant &&
        this.tokens.some((token, at) => at !== index && token.text === name && this.isFree(at))
      ) {
        throw new Unknown(`${name} may change`)
      }
      this.record(this.esm, name, found)
    }
  }

  /** `exports.name = literal`, where `dot` is the index of the dot. */
  private exportsMember(start: number, dot: number): number {
    const name = this.tokens[dot + 1]
    const assigned = isPunctuator(this.tokens[dot], '.') && isPunctuator(this.tokens[dot + 2], '=')
    if (!assigned || name?.kind !== 'name' || !this.startsStatement(start)) {
      return start
    }
    if (!HEADER_NAMES.has(name.text)) {
      this.understood.add(start)
      return dot + 3
    }
    const literal = readLiteral(this.tokens, dot + 3)
    if (literal === undefined || !endsStatement(this.tokens[literal.end])) {
      return start
    }
    this.understood.add(start)
    this.record(this.cjs, name.text, { value: literal.value, start: name.start })
    return literal.end
  }

  private moduleExports(index: number): number {
    if (this.tokens[index + 1]?.kind === 'string') {
      // declare module '…'
      this.understood.add(index)
      return index
    }
    if (!isPunctuator(this.tokens[index + 1], '.') || !isName(this.tokens[index + 2], 'exports')) {
      return index
    }
    if (isPunctuator(this.tokens[index + 3], '.')) {
      return this.exportsMember(index, index + 3)
    }
    const open = index + 4
    if (!isPunctuator(this.tokens[index + 3], '=') || !isPunctuator(this.tokens[open], '{')) {
      return index
    }
    const end = this.closing(open)
    if (
      !this.startsStatement(index) ||
      this.replacesExports ||
      this.cjs.size > 0 ||
      !endsStatement(this.tokens[end + 1])
    ) {
      return index
    }
    this.replacesExports = true
    this.understood.add(index)
    this.objectEntries(open + 1, end)
    return end + 1
  }

  private objectEntries(start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const key = this.tokens[at]
      const after = this.tokens[at + 1]
      if (key === undefined || isPunctuator(key, '...', '[') || key.text === '__proto__') {
        throw new Unknown('exports that are put together')
      }
      if (HEADER_NAMES.has(key.text)) {
        at = this.objectEntry(key, at, after)
      } else if (isName(key, 'get', 'set', 'async') || isPunctuator(key, '*')) {
        if (after !== undefined && (HEADER_NAMES.has(after.text) || isPunctuator(after, '['))) {
          throw new Unknown('exports that are put together')
        }
      }
      while (at < end && !(this.tokens[at]?.depth === 1 && isPunctuator(this.tokens[at], ','))) {
        at++
      }
    }
  }

  private objectEntry(key: Token, at: number, after: Token | undefined): number {
    if (isPunctuator(after, ',', '}')) {
      this.lists.push({ local: key, exported: key.text })
      const constant = this.constants.get(key.text)
      if (constant === undefined || key.kind !== 'name') {
        throw new Unknown(`${key.text} is not a constant above its export`)
      }
      this.lists.pop()
      this.record(this.cjs, key.text, constant)
      return at + 1
    }
    const literal = isPunctuator(after, ':') ? readLiteral(this.tokens, at + 2) : undefined
    if (literal === undefined || !isPunctuator(this.tokens[literal.end], ',', '}')) {
      throw new Unknown(`${key.text} is not a literal`)
    }
    this.record(this.cjs, key.text, { value: literal.value, start: key.start })
    return literal.end
  }

  private record(where: Map<string, Exported>, name: string, found: Exported): void {
    if (where.has(name)) {
      throw new Unknown(`${name} is exported twice`)
    }
    where.set(name, found)
  }

  private refuseWhatIsNotUnderstood(): void {
    for (let index = 0; index < this.tokens.length; index++) {
      const token = this.tokens[index]
      // Few names are of any interest: the others are passed over at once.
      if (token?.kind !== 'name' || !REFUSED.has(token.text)) {
        continue
      }
      if (this.understood.has(index) || !this.isFree(index)) {
        continue
      }
      const outside = token.depth === 0
      if (CAPABLE.has(token.text) || (outside && CAPABLE_OUTSIDE.has(token.text))) {
        throw new Unknown(`a use of "${token.text}"`)
      }
      if (outside && HEADER_NAMES.has(token.text)) {
        throw new Unknown(`"${token.text}" in a place that has to be run`)
      }
      if (token.text === 'this' && HEADER_NAMES.has(this.tokens[index + 2]?.text ?? '')) {
        throw new Unknown('a use of "this"')
      }
    }
  }

  /** Whether the name is a name of its own: neither `x.name` nor `{ name: … }`. */
  private isFree(index: number): boolean {
    const key = (this.tokens[index]?.depth ?? 0) > 0 && isPunctuator(this.tokens[index + 1], ':')
    const before = this.tokens[index - 1]
    return !this.isMember(index) && !(key && isPunctuator(before, '{', ','))
  }

  private isMember(index: number): boolean {
    return isPunctuator(this.tokens[index - 1], '.', '?.')
  }

  /** Whether a statement of its own starts at `index`: not the body of an `if`, nor the rest of an expression. */
  private startsStatement(index: number): boolean {
    const before = this.tokens[index - 1]
    if (before === undefined || isPunctuator(before, ';', '}')) {
      return true
    }
    if (this.tokens[index]?.newlineBefore !== true) {
      return false
    }
    if (before.kind === 'name') {
      return this.isMember(index - 1) || !BEFORE_STATEMENT_PART.has(before.text)
    }
    if (isPunctuator(before, ')')) {
      const open = this.opening(index - 1)
      return (
        !CONDITIONS.has(this.tokens[open - 1]?.text ?? '') &&
        !CONDITIONS.has(this.tokens[open - 2]?.text ?? '')
      )
    }
    return before.kind !== 'punctuator' || before.text === ']'
  }

  private closing(open: number): number {
    const depth = this.tokens[open]?.depth
    let at = open + 1
    while (at < this.tokens.length && this.tokens[at]?.depth !== depth) {
      at++
    }
    return at
  }

  private opening(close: number): number {
    const depth = this.tokens[close]?.depth
    let at = close - 1
    while (at >= 0 && this.tokens[at]?.depth !== depth) {
      at--
    }
    return at
  }
}
