/**
 * A small lexer for JavaScript and TypeScript: enough to tell strings, templates, comments and regular
 * expressions from code. Where that takes a parser to tell, it gives up, and says so.
 */

export interface Token {
  readonly kind: 'name' | 'string' | 'template' | 'number' | 'regex' | 'punctuator'
  /** The name or punctuator; for a string or a template without holes, its value; a piece of one with holes, as it is. */
  readonly text: string
  /** How many brackets are open around the token; a bracket counts as outside of itself. */
  readonly depth: number
  readonly newlineBefore: boolean
  readonly start: number
  /** Behind its last character. */
  readonly end: number
  /** A piece of a template with holes: the value of the whole can't be told. */
  readonly holes?: true
}

/** A block comment that starts with two stars, outside of all brackets. */
export interface DocComment {
  readonly start: number
  /** What stands between the delimiters. */
  readonly text: string
}

/** A comment to the end of its line; the text stands behind the slashes. */
export interface LineComment {
  readonly start: number
  readonly text: string
}

export interface Lexed {
  readonly tokens: readonly Token[]
  readonly docs: readonly DocComment[]
  readonly lineComments: readonly LineComment[]
  /** Why the lexer stopped before the end; absent when it came through. */
  readonly gaveUp?: string
}

/** Splits source text into tokens. Never throws: what it can't be sure of ends in `gaveUp`. */
export function lex(source: string): Lexed {
  const lexer = new Lexer(source)
  try {
    lexer.run()
    return read(lexer)
  } catch (error) {
    if (error instanceof GaveUp) {
      return { ...read(lexer), gaveUp: error.message }
    }
    throw error
  }
}

function read({ tokens, docs, lineComments }: Lexer): Lexed {
  return { tokens, docs, lineComments }
}

class GaveUp extends Error {}

/** Nearly all names, up to their ends. */
const PLAIN_NAME = /[A-Za-z_$#][A-Za-z0-9_$]*(?![A-Za-z0-9_$]|[^\0-\x7f])/y
const NAME = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy
const NUMBER = /\.?[0-9](?:[eE][+-][0-9]|[0-9A-Za-z_.])*/y
const SPACE = /[\ufeff\p{Zs}]/u
const LINE_END = /[\r\n\u2028\u2029]/
const REGEX =
  /\/(?:[^/\\[\r\n\u2028\u2029]|\\[^\r\n\u2028\u2029]|\[(?:[^\]\\\r\n\u2028\u2029]|\\[^\r\n\u2028\u2029])*\])+\/[A-Za-z]*/y
const PUNCTUATOR = /=>|\.\.\.|\+\+|--|\?\.(?![0-9])|[=!]==?|[-+*%&|^<>/]=|&&|\|\||\?\?|[-+*/%&|^<>=!?.,;:~@]/y

const NOT_IN_NAMES = new Set('0123456789-+*%&|^<>=!?.,;:~@')

/** After these a slash starts a regular expression; after any other name it divides. */
const BEFORE_REGEX = new Set(
  'return typeof instanceof in new delete void throw case do else extends default'.split(' '),
)
/** Names that are keywords in some places only. */
const UNSURE_BEFORE_SLASH = new Set(['await', 'yield', 'of', 'async', 'as', 'satisfies'])
const PAREN_KEYWORDS = new Set(['if', 'while', 'for', 'with'])
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

interface Open {
  readonly bracket: '(' | '[' | '{' | '`'
  /** A `(` behind `if` and its like: a regular expression may follow its end. */
  readonly statement: boolean
}

class Lexer {
  readonly source: string
  readonly tokens: Token[] = []
  readonly docs: DocComment[] = []
  readonly lineComments: LineComment[] = []
  private readonly open: Open[] = []
  private at = 0
  private newline = true
  private afterStatementParen = false

  constructor(source: string) {
    this.source = source
  }

  run(): void {
    const start = this.source.startsWith('\uFEFF') ? 1 : 0
    this.at = start
    if (this.source.startsWith('#!', start)) {
      this.skipLine()
    }
    while (this.at < this.source.length) {
      this.step(this.source[this.at] ?? '')
    }
    if (this.open.length > 0) {
      throw new GaveUp('a bracket is never closed')
    }
  }

  private step(char: string): void {
    if (char === '\n' || char === '\r' || char === '\u2028' || char === '\u2029') {
      this.newline = true
      this.at++
    } else if (char === ' ') {
      do this.at++
      while (this.source[this.at] === ' ')
    } else if (char === '\t' || char === '\v' || char === '\f') {
      this.at++
    } else if (char > '\x7f' && SPACE.test(char)) {
      this.at++
    } else if (char === '/') {
      this.slash()
    } else if (char === "'" || char === '"') {
      this.string(char)
    } else if (char === '`') {
      this.template(this.at)
    } else {
      this.code(char)
    }
  }

  private code(char: string): void {
    if (char === '(' || char === '[' || char === '{') {
      this.openBracket(char)
      return
    }
    if (char === ')' || char === ']' || char === '}') {
      this.closeBracket(char)
      return
    }
    const name = this.matches(PLAIN_NAME) ?? (NOT_IN_NAMES.has(char) ? undefined : this.matches(NAME))
    if (name !== undefined) {
      this.push('name', name, name.length)
      return
    }
    const number = this.matches(NUMBER)
    if (number !== undefined) {
      this.push('number', number, number.length)
      return
    }
    this.punctuator()
  }

  private punctuator(): void {
    const text = this.matches(PUNCTUATOR)
    if (text === undefined) {
      throw new GaveUp('a character that starts no token')
    }
    if (this.source.startsWith('<!--', this.at) || (this.newline && this.source.startsWith('-->', this.at))) {
      throw new GaveUp('what may be an HTML comment')
    }
    this.push('punctuator', text, text.length)
  }

  private matches(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    return pattern.test(this.source) ? this.source.slice(this.at, pattern.lastIndex) : undefined
  }

  private push(kind: Token['kind'], text: string, length: number, holes?: true): void {
    const [start, end] = [this.at, this.at + length]
    const base = { kind, text, depth: this.open.length, newlineBefore: this.newline, start, end }
    this.tokens.push(holes ? { ...base, holes } : base)
    this.at += length
    this.newline = false
    this.afterStatementParen = false
  }

  private openBracket(bracket: '(' | '[' | '{'): void {
    const last = this.tokens.at(-1)
    const named = last?.kind === 'name' && !this.isMember(1)
    // `for await (` too.
    const keyword = named && last.text === 'await' ? this.tokens.at(-2) : last
    const statement = bracket === '(' && named && PAREN_KEYWORDS.has(keyword?.text ?? '')
    this.push('punctuator', bracket, 1)
    this.open.push({ bracket, statement })
  }

  private closeBracket(bracket: string): void {
    const open = this.open.pop()
    if (open?.bracket === '`' && bracket === '}') {
      this.at++
      this.template(-1)
      return
    }
    if (open === undefined || open.bracket !== CLOSING[bracket]) {
      throw new GaveUp('a bracket that does not match')
    }
    this.push('punctuator', bracket, 1)
    this.afterStatementParen = open.statement
  }

  /** Whether the token `back` from the end is the name of a member: `x.return`. */
  private isMember(back: number): boolean {
    const before = this.tokens.at(-1 - back)
    return before?.kind === 'punctuator' && (before.text === '.' || before.text === '?.')
  }

  private slash(): void {
    if (this.source[this.at + 1] === '/') {
      const start = this.at
      this.skipLine()
      this.lineComments.push({ start, text: this.source.slice(start + 2, this.at) })
    } else if (this.source[this.at + 1] === '*') {
      this.blockComment()
    } else if (this.regexMayStart()) {
      const regex = this.matches(REGEX)
      if (regex === undefined) {
        throw new GaveUp('a regular expression that does not end')
      }
      this.push('regex', regex, regex.length)
    } else {
      this.punctuator()
    }
  }

  private regexMayStart(): boolean {
    const last = this.tokens.at(-1)
    switch (last?.kind) {
      case undefined:
        return true
      case 'name':
        if (this.isMember(1)) {
          return false
        }
        if (UNSURE_BEFORE_SLASH.has(last.text)) {
          throw new GaveUp('a slash that may divide or start a regular expression')
        }
        return BEFORE_REGEX.has(last.text)
      case 'punctuator':
        if (last.text === ')') {
          return this.afterStatementParen
        }
        if (last.text === ']') {
          return false
        }
        if (['}', '>', '!', '++', '--'].includes(last.text)) {
          throw new GaveUp('a slash that may divide or start a regular expression')
        }
        return true
      default:
        return false
    }
  }

  private skipLine(): void {
    while (this.at < this.source.length && !LINE_END.test(this.source[this.at] ?? '')) {
      this.at++
    }
  }

  private blockComment(): void {
    const end = this.source.indexOf('*/', this.at + 2)
    if (end < 0) {
      throw new GaveUp('a comment is never closed')
    }
    const text = this.source.slice(this.at + 2, end)
    if (text.startsWith('*') && this.open.length === 0) {
      this.docs.push({ start: this.at, text: text.slice(1) })
    }
    this.newline ||= LINE_END.test(text)
    this.at = end + 2
  }

  private string(quote: string): void {
    let end = this.at + 1
    while (this.source[end] !== quote) {
      const char = this.source[end]
      if (char === undefined || char === '\n' || char === '\r') {
        throw new GaveUp('a string is never closed')
      }
      end += char === '\\' ? (this.source.startsWith('\r\n', end + 1) ? 3 : 2) : 1
    }
    this.push('string', unescapeText(this.source.slice(this.at + 1, end)), end + 1 - this.at)
  }

  /** From the opening backtick at `start`, or (-1) from behind the `}` of a hole. */
  private template(start: number): void {
    let end = start < 0 ? this.at : this.at + 1
    for (;;) {
      const char = this.source[end]
      if (char === undefined) {
        throw new GaveUp('a template is never closed')
      }
      if (char === '`') {
        break
      }
      if (char === '$' && this.source[end + 1] === '{') {
        const from = start >= 0 ? this.at + 1 : this.at
        this.push('template', this.source.slice(from, end).replace(/\r\n?/g, '\n'), 0, true)
        this.at = end + 2
        this.open.push({ bracket: '`', statement: false })
        // A mark, so that nothing inside the hole seems to follow the template.
        this.push('punctuator', '(', 0)
        return
      }
      end += char === '\\' ? 2 : 1
    }
    if (start >= 0) {
      const raw = this.source.slice(this.at + 1, end)
      this.push('template', unescapeText(raw.replace(/\r\n?/g, '\n')), end + 1 - this.at)
    } else {
      const raw = this.source.slice(this.at, end).replace(/\r\n?/g, '\n')
      this.at = end + 1
      this.push('template', raw, 0, true)
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function unescapeText(raw: string): string {
  if (!raw.includes('\\')) {
    return raw
  }
  return raw.replace(
    /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|(0[0-9]|\r\n|.))/gsu,
    (_whole, byte?: string, unit?: string, point?: string, char?: string) => {
      const code = byte ?? unit ?? point
      if (code !== undefined) {
        return decodePoint(Number.parseInt(code, 16))
      }
      if (char === undefined || /^[1-9xu]$|^0[0-9]/.test(char)) {
        throw new GaveUp('an escape that is not allowed everywhere')
      }
      if (LINE_END.test(char)) {
        return ''
      }
      return char === '0' ? '\0' : (ESCAPES[char] ?? char)
    },
  )
}

function decodePoint(code: number): string {
  if (code > 0x10ffff) {
    throw new GaveUp('an escape of no character')
  }
  return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code)
}
