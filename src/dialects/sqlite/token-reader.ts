import { TsmigError } from '../../support/errors.ts'
import { isKeyword, isMark, type Token, tokenize, unquote } from './tokenize.ts'

/** Goes over the tokens of one SQL text, from left to right. Errors say `what` was being read. */
export class TokenReader {
  readonly #sql: string
  readonly #what: string
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(sql: string, what: string) {
    this.#sql = sql
    this.#what = what
    this.#tokens = tokenize(sql)
  }

  /** The token that comes `ahead` places on, without taking it. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  /** Whether these bare keywords come next. */
  sees(...keywords: readonly string[]): boolean {
    for (let index = 0; index < keywords.length; index++) {
      if (!isKeyword(this.peek(index), keywords[index] ?? '')) return false
    }
    return true
  }

  /** Whether a bare word comes next that is one of the keywords. */
  seesOneOf(keywords: RegExp): boolean {
    const token = this.peek()
    return token?.kind === 'word' && keywords.test(token.text)
  }

  seesMark(mark: string): boolean {
    return isMark(this.peek(), mark)
  }

  /** Takes the keywords where they come next; otherwise nothing. */
  take(...keywords: readonly string[]): boolean {
    if (!this.sees(...keywords)) return false
    this.#at += keywords.length
    return true
  }

  takeMark(mark: string): boolean {
    if (!this.seesMark(mark)) return false
    this.#at += 1
    return true
  }

  expect(...keywords: readonly string[]): void {
    if (!this.take(...keywords)) this.fail(keywords.join(' '))
  }

  expectMark(mark: string): void {
    if (!this.takeMark(mark)) this.fail(mark)
  }

  next(): Token {
    const token = this.peek()
    if (token === undefined) return this.fail('more')
    this.#at += 1
    return token
  }

  /** Takes one of the keywords, and answers which. */
  expectOneOf<Keyword extends string>(keywords: readonly Keyword[]): Keyword {
    const found = keywords.find((keyword) => this.take(keyword))
    return found ?? this.fail(keywords.join(' or '))
  }

  /** A name, bare or in any quotes. */
  name(): string {
    const token = this.next()
    if (token.kind !== 'word' && token.kind !== 'name' && token.kind !== 'string') {
      this.#at -= 1
      return this.fail('a name')
    }
    return unquote(token)
  }

  /** Where the next token begins. */
  mark(): number {
    return this.#at
  }

  /** The source from the token at `mark` to the last one taken. */
  textSince(mark: number): string {
    const first = this.#tokens[mark]
    const last = this.#tokens[this.#at - 1]
    return first === undefined || last === undefined || this.#at <= mark
      ? ''
      : this.#sql.slice(first.start, last.end)
  }

  /** Takes everything to the end. */
  rest(): string {
    const mark = this.mark()
    this.#at = this.#tokens.length
    return this.textSince(mark)
  }

  /** Takes `( … )` and answers what is between them. */
  parenthesized(): string {
    this.expectMark('(')
    const mark = this.mark()
    this.skipTo(')')
    const inside = this.textSince(mark)
    this.expectMark(')')
    return inside
  }

  /** Takes tokens up to one of the marks that stands outside of any parentheses opened on the way. */
  skipTo(...marks: readonly string[]): void {
    for (let depth = 0; ; this.#at += 1) {
      const token = this.peek() ?? this.fail(marks.join(' or '))
      if (depth === 0 && token.kind === 'punctuation' && marks.includes(token.text)) return
      if (isMark(token, '(')) depth += 1
      if (isMark(token, ')')) depth -= 1
    }
  }

  fail(expected: string): never {
    const token = this.peek()
    const found = token === undefined ? 'at its end' : `before ${JSON.stringify(token.text)}`
    throw new TsmigError(
      'unreadable-sql',
      `${this.#what} can't be read: ${expected} expected ${found}`,
      'Report the text of its CREATE statement (SELECT sql FROM sqlite_schema); until then, alter it with plain SQL.',
    )
  }
}
