/** A stretch of SQL that belongs together. Spaces are none. */
export interface Token {
  readonly kind: 'word' | 'string' | 'name' | 'comment' | 'placeholder' | 'mark'
  readonly text: string
  readonly start: number
  readonly end: number
}

const string = /'(?:[^'\\]|''|\\[\s\S])*'?/
const doubleQuoted = /"(?:[^"\\]|""|\\[\s\S])*"?/
const doubleQuotedName = /"(?:[^"]|"")*"?/
const name = /`(?:[^`]|``)*`?/
const others =
  /(?<comment>#[^\n]*|--(?=[\s\p{Cc}]|$)[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<word>[\w$@\u0080-\uffff]+)|(?<placeholder>\?)|(?<mark>[^\s])/u

/** None of the alternatives can match in two ways, so nothing is tried twice. */
const usersText = stretches([string, doubleQuoted], [name])
const serversText = stretches([string], [name, doubleQuotedName])

/**
 * The tokens of a text that a user wrote: strings with backslash escapes, names in backticks, comments of all three
 * kinds. What is in double quotes is a string, or a name with ANSI_QUOTES: it ends at the same place.
 */
export function scan(sql: string): readonly Token[] {
  return tokensOf(sql, usersText)
}

/** The tokens of what the server wrote: with ANSI_QUOTES its names are in double quotes, and its strings never. */
export function scanServerText(sql: string): readonly Token[] {
  return tokensOf(sql, serversText)
}

/** In the order of their groups. */
const kinds = ['string', 'name', 'comment', 'word', 'placeholder', 'mark'] as const

function stretches(strings: readonly RegExp[], names: readonly RegExp[]): RegExp {
  const group = (kind: string, parts: readonly RegExp[]): string =>
    `(?<${kind}>${parts.map(({ source }) => source).join('|')})`
  return new RegExp(`${group('string', strings)}|${group('name', names)}|${others.source}`, 'gu')
}

function tokensOf(sql: string, stretch: RegExp): readonly Token[] {
  const tokens: Token[] = []
  for (const found of sql.matchAll(stretch)) {
    let group = 1
    while (group < kinds.length && found[group] === undefined) group += 1
    const [text] = found
    tokens.push({
      kind: kinds[group - 1] ?? 'mark',
      text,
      start: found.index,
      end: found.index + text.length,
    })
  }
  return tokens
}

/** Whether a statement ends inside the text, and more follows. */
export function hasInnerSemicolon(sql: string): boolean {
  const tokens = scan(sql).filter(({ kind }) => kind !== 'comment')
  return tokens.slice(0, -1).some(({ kind, text }) => kind === 'mark' && text === ';')
}
