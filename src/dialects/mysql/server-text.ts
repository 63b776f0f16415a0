import { scanServerText, type Token } from './scan.ts'

/**
 * SQL of the server's own in one spelling, whatever the session's `sql_mode` and the name of the database: names in
 * backticks, without the database that they are in.
 */
export function ownText(sql: string, database: string): string {
  const tokens = scanServerText(sql)
  const isDatabase = tokens.map((token) => token.kind === 'name' && nameIn(token.text) === database)
  const drops = isDatabase.some(Boolean) && !hasAlias(tokens, isDatabase)
  let at = 0
  let written = ''
  for (const [index, { kind, text, start, end }] of tokens.entries()) {
    if (kind !== 'name') continue
    written += sql.slice(at, start)
    at = end
    const dot = tokens[index + 1]
    if (drops && isDatabase[index] && qualifies(tokens, index) && dot !== undefined) at = dot.end
    else written += text.startsWith('"') ? inBackticks(nameIn(text)) : text
  }
  return written + sql.slice(at)
}

/** A name that is followed by another, and is not itself part of a longer one. */
function qualifies(tokens: readonly Token[], index: number): boolean {
  const [before, dot, name] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]]
  return dot?.text === '.' && name?.kind === 'name' && before?.text !== '.'
}

/** Something in the text has the name of the database: what it qualifies can't be told from the database's own. */
function hasAlias(tokens: readonly Token[], isDatabase: readonly boolean[]): boolean {
  return tokens.some(
    (_, index) =>
      isDatabase[index] &&
      !qualifies(tokens, index) &&
      tokens[index - 1]?.text !== '.' &&
      tokens[index - 1]?.text.toUpperCase() !== 'AS',
  )
}

function nameIn(text: string): string {
  const quote = text.charAt(0)
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}

function inBackticks(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** SQL without the parentheses that stand around all of it. */
export function withoutParentheses(sql: string): string {
  let text = sql.trim()
  while (isEnclosed(text)) text = text.slice(1, -1).trim()
  return text
}

function isEnclosed(text: string): boolean {
  const marks = scanServerText(text).filter(({ kind }) => kind === 'mark')
  if (!text.startsWith('(') || !text.endsWith(')')) return false
  let depth = 0
  for (const { text: mark, end } of marks) {
    depth += mark === '(' ? 1 : mark === ')' ? -1 : 0
    if (depth === 0) return end === text.length
  }
  return false
}

/**
 * MySQL writes the expressions of its catalog as the inside of a string, a backslash before each quote, and in UTF-8
 * twice.
 */
export function unescaped(sql: string): string {
  return decodedOnce(sql).replace(/\\([\\'"])/g, '$1')
}

/** Where each character is a byte, and the bytes are UTF-8, the text is what they say. */
function decodedOnce(sql: string): string {
  const points = [...sql].map((character) => character.codePointAt(0) ?? 0)
  if (points.every((point) => point < 0x80) || points.some((point) => point > 0xff)) return sql
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(points))
  } catch {
    return sql
  }
}
