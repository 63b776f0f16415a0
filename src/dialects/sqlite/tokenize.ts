import { TsmigError } from '../../support/errors.ts'

/**
 * A piece of SQL text, by SQLite's own rules. `word` is a bare identifier or keyword, `name` an identifier in
 * double quotes, backticks or brackets, `string` stands in single quotes; `blob` is `x'…'`.
 */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'blob' | 'number' | 'variable' | 'punctuation'
  readonly text: string
  /** Where the text begins and ends in the source. */
  readonly start: number
  readonly end: number
}

// Sticky, so that each looks only where the last token ended: the whole is linear.
const space = /(?:[ \t\n\f\r\ufeff]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y
const rules: Readonly<Record<Token['kind'], RegExp>> = {
  blob: /[xX]'[0-9a-fA-F]*'/y,
  string: /'[^']*(?:''[^']*)*'/y,
  name: /"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\]/y,
  number: /0[xX][0-9a-fA-F_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?/y,
  variable: /\?[0-9]*|[:@#$][A-Za-z0-9_$\u0080-\uffff]+/y,
  word: /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y,
  punctuation: /->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[-+*/%&|~<>=!.,;()]/y,
}

/** By the code of the first character. */
const firsts: readonly Token['kind'][] = Array.from({ length: 0x80 }, (_, code) => {
  const first = String.fromCharCode(code)
  if (first === "'") return 'string'
  if ('"`['.includes(first)) return 'name'
  if ('?:@#$'.includes(first)) return 'variable'
  return /[0-9]/.test(first) ? 'number' : /[A-Za-z_]/.test(first) ? 'word' : 'punctuation'
})

/** The tokens of `sql`, without spaces and comments. Throws where a quote is never closed. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = []
  let position = skipSpace(sql, 0)
  while (position < sql.length) {
    const token = tokenAt(sql, position)
    tokens.push(token)
    position = skipSpace(sql, token.end)
  }
  return tokens
}

/** What an identifier token names: the quotes taken off. A string is one too, where SQLite wants a name. */
export function unquote(token: Token): string {
  if (token.kind !== 'name' && token.kind !== 'string') return token.text
  const open = token.text.charAt(0)
  const inside = token.text.slice(1, -1)
  return open === '[' ? inside : inside.replaceAll(open + open, open)
}

/** Words of expressions and queries that name nothing unless they are quoted. */
const reserved = new Set(
  `ALL AND AS BETWEEN CASE CHECK COLLATE DISTINCT ELSE ESCAPE EXISTS FROM GROUP HAVING IN INDEX INSERT INTO IS ISNULL
  JOIN LIMIT NOT NOTNULL NULL ON OR ORDER SELECT SET TABLE THEN TO UNION UPDATE USING VALUES WHEN WHERE`.split(
    /\s+/,
  ),
)

/** Whether the token can be a name: quoted, or a word that is not reserved. */
export function isName(token: Token | undefined): token is Token {
  if (token?.kind === 'word') return !reserved.has(token.text.toUpperCase())
  return token?.kind === 'name'
}

/** SQLite's own folding of names: ASCII letters only. */
export function foldName(name: string): string {
  return !/[A-Z]/.test(name) ? name : name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Whether two names are the same to SQLite. */
export function sameName(one: string, other: string): boolean {
  return one === other || (one.length === other.length && foldName(one) === foldName(other))
}

/** Whether the name is among others. */
export function includesName(names: readonly string[] | undefined, name: string): boolean {
  return names?.some((one) => sameName(one, name)) ?? false
}

/** Whether the token is this bare keyword, given in upper case. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  if (token === undefined || token.kind !== 'word' || token.text.length !== keyword.length) return false
  return token.text === keyword || token.text.toUpperCase() === keyword
}

/** Whether the token is this mark. */
export function isMark(token: Token | undefined, mark: string): boolean {
  return token !== undefined && token.kind === 'punctuation' && token.text === mark
}

function skipSpace(sql: string, position: number): number {
  const code = sql.charCodeAt(position)
  if (code > 0x20 && code !== 0x2d && code !== 0x2f && code !== 0xfeff) return position
  space.lastIndex = position
  return space.test(sql) ? space.lastIndex : position
}

function tokenAt(sql: string, start: number): Token {
  const kind = kindAt(sql, start)
  const token = tokenOf(kind, sql, start) ?? (kind === 'blob' ? tokenOf('word', sql, start) : undefined)
  if (token !== undefined) return token
  throw new TsmigError(
    'unreadable-sql',
    `The SQL text can't be read at ${JSON.stringify(sql.slice(start, start + 30))}`,
    'Look for a quote that is never closed, or a character that SQL has no use for.',
  )
}

/** What begins there, if anything does: its first characters tell. */
function kindAt(sql: string, start: number): Token['kind'] {
  const code = sql.charCodeAt(start)
  const next = sql.charAt(start + 1)
  if (next === "'" && (code === 0x58 || code === 0x78)) return 'blob'
  if (code === 0x2e && next >= '0' && next <= '9') return 'number'
  return code < 0x80 ? (firsts[code] ?? 'punctuation') : 'word'
}

function tokenOf(kind: Token['kind'], sql: string, start: number): Token | undefined {
  const rule = rules[kind]
  rule.lastIndex = start
  if (!rule.test(sql)) return undefined
  return { kind, text: sql.slice(start, rule.lastIndex), start, end: rule.lastIndex }
}
