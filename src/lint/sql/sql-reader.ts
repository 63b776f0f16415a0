import { splitRules } from '../../dialects/split-rules.ts'
import { tokenAt } from '../../dialects/split-token.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { TableName } from '../../schema/model.ts'

interface SqlToken {
  /** A bare word in upper case, or what stands in the text. */
  readonly text: string
  /** A name, without its quotes. */
  readonly name?: string
  readonly start: number
  readonly end: number
}

/** Reads a statement word by word. What it doesn't find, it leaves. */
export class SqlReader {
  readonly #sql: string
  readonly #tokens: readonly SqlToken[]
  #at = 0

  private constructor(sql: string, tokens: readonly SqlToken[]) {
    this.#sql = sql
    this.#tokens = tokens
  }

  /** Throws `SplitError` for a quote that is never closed. */
  static of(sql: string, dialect: DialectName): SqlReader {
    return new SqlReader(sql, tokensOf(sql, dialect))
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length || this.#tokens[this.#at]?.text === ';'
  }

  /** Whether these words come next. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, index) => this.#tokens[this.#at + index]?.text === word)
  }

  /** Takes these words if they come next. */
  take(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false
    this.#at += words.length
    return true
  }

  /** Takes `IF NOT EXISTS` or `IF EXISTS`. */
  takeGuard(): boolean {
    return this.take('IF', 'NOT', 'EXISTS') || this.take('IF', 'EXISTS')
  }

  /** A name, quoted or not. */
  name(): string | undefined {
    const token = this.#tokens[this.#at]
    if (token?.name === undefined) return undefined
    this.#at += 1
    return token.name
  }

  /** A name with its schema before it. */
  qualified(): TableName | undefined {
    const first = this.name()
    if (first === undefined) return undefined
    if (!this.take('.')) return { name: first }
    const second = this.name()
    return second === undefined ? undefined : { schema: first, name: second }
  }

  /** The names in parentheses, and where something else stands, what there is. */
  names(): readonly string[] {
    return this.parts().map((part) => part.name() ?? '')
  }

  /** What stands in parentheses, at its commas taken apart. */
  parts(): readonly SqlReader[] {
    const inside = this.parenthesis()
    return inside === undefined ? [] : inside.split()
  }

  /** What stands in parentheses. */
  parenthesis(): SqlReader | undefined {
    if (!this.sees('(')) return undefined
    const start = this.#at + 1
    let depth = 0
    for (; this.#at < this.#tokens.length; this.#at++) {
      if (this.sees('(')) depth += 1
      if (this.sees(')')) depth -= 1
      if (depth === 0) break
    }
    const inside = this.#part(start, this.#at)
    this.#at += 1
    return inside
  }

  /** The rest, at its commas taken apart. */
  split(): readonly SqlReader[] {
    const found: SqlReader[] = []
    while (!this.isAtEnd) {
      const start = this.#at
      while (!this.isAtEnd && !this.sees(',')) this.next()
      found.push(this.#part(start, this.#at))
      this.take(',')
    }
    return found
  }

  /** Takes the next word or mark, a parenthesis as a whole. */
  next(): string | undefined {
    if (this.isAtEnd) return undefined
    const token = this.#tokens[this.#at]
    if (token?.text === '(') return `(${this.parenthesis()?.rest() ?? ''})`
    this.#at += 1
    return token?.text
  }

  /** The text from here to one of these words, or to the end. */
  until(...words: readonly string[]): string {
    const start = this.#at
    while (!this.isAtEnd && !words.some((word) => this.sees(word))) this.next()
    return this.#textOf(start, this.#at)
  }

  /** Goes on behind the next of these words, wherever it stands; whether there is one. */
  find(...words: readonly string[]): boolean {
    for (let at = this.#at; at < this.#tokens.length; at++) {
      if (words.every((word, index) => this.#tokens[at + index]?.text === word)) {
        this.#at = at + words.length
        return true
      }
    }
    return false
  }

  /** The text that is left. */
  rest(): string {
    return this.#textOf(this.#at, this.#tokens.length)
  }

  /** The same text from its start. */
  again(): SqlReader {
    return this.#part(0, this.#tokens.length)
  }

  #textOf(from: number, to: number): string {
    const [first, last] = [this.#tokens[from], this.#tokens[to - 1]]
    return first === undefined || last === undefined || to <= from
      ? ''
      : this.#sql.slice(first.start, last.end)
  }

  #part(from: number, to: number): SqlReader {
    return new SqlReader(this.#sql, this.#tokens.slice(from, to))
  }
}

function tokensOf(sql: string, dialect: DialectName): readonly SqlToken[] {
  const rules = splitRules[dialect]
  const tokens: SqlToken[] = []
  for (let at = 0; at < sql.length; ) {
    const { kind, start, end } = tokenAt(sql, at, rules)
    at = end
    const text = sql.slice(start, end)
    if (kind === 'word') tokens.push({ text: text.toUpperCase(), name: text, start, end })
    else if (kind === 'quoted') tokens.push({ text, ...nameIn(text, dialect), start, end })
    else if (kind === 'mark') tokens.push({ text, start, end })
  }
  return tokens
}

/** A quoted name; text in single quotes is none. */
function nameIn(text: string, dialect: DialectName): { readonly name?: string } {
  const quote = text[0] ?? ''
  if (quote === '[') return { name: text.slice(1, -1) }
  if (quote !== '`' && (quote !== '"' || dialect === 'mysql')) return {}
  return { name: text.slice(1, -1).replaceAll(quote + quote, quote) }
}
