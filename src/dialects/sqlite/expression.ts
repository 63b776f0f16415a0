import { quoteIdentifier } from '../identifier.ts'
import { quoteText } from './literal.ts'
import { foldName, isKeyword, isMark, isName, sameName, type Token, tokenize, unquote } from './tokenize.ts'

/** The columns, of those given, that an expression over one table mentions; in folded form. */
export function columnsIn(expression: string, columns: readonly string[]): ReadonlySet<string> {
  const known = new Set(columns.map(foldName))
  const mentioned = columnTokens(tokenize(expression)).map((token) => foldName(unquote(token)))
  return new Set(mentioned.filter((name) => known.has(name)))
}

/** The expression with columns called by other names; `names` goes from folded old names to new ones. */
export function renameColumns(expression: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return expression
  return replaceTokens(expression, columnTokens(tokenize(expression)), (token) => {
    const name = names.get(foldName(unquote(token)))
    return name === undefined ? token.text : quoteIdentifier(name)
  })
}

/**
 * An expression of a table so that it holds under any name of the table, and for every build of SQLite: `t.a` becomes
 * `a`, and what is in double quotes but no column becomes the string that it was read as.
 */
export function detachExpression(expression: string, table: string, columns: readonly string[]): string {
  const tokens = tokenize(expression)
  const isQualifier = (token: Token | undefined, next: Token | undefined) =>
    isName(token) && sameName(unquote(token), table) && isMark(next, '.')
  const dropped = tokens.filter(
    (token, index) =>
      isQualifier(token, tokens[index + 1]) || (isMark(token, '.') && isQualifier(tokens[index - 1], token)),
  )
  const strings = mistakenNames(tokens, columns)
  const changed = [...dropped, ...strings].sort((one, other) => one.start - other.start)
  return replaceTokens(expression, changed, (token) =>
    strings.includes(token) ? quoteText(unquote(token)) : '',
  )
}

/** The expression with what is in double quotes, and no column, as the string that it was read as. */
export function spellStrings(expression: string, columns: readonly string[]): string {
  if (!expression.includes('"')) return expression
  const strings = mistakenNames(tokenize(expression), columns)
  return replaceTokens(expression, strings, (token) => quoteText(unquote(token)))
}

function mistakenNames(tokens: readonly Token[], columns: readonly string[]): readonly Token[] {
  const known = new Set([...columns, 'rowid', '_rowid_', 'oid'].map(foldName))
  return columnTokens(tokens).filter(
    (token) => token.text.startsWith('"') && !known.has(foldName(unquote(token))),
  )
}

/** Names that can only be columns: no functions, collations, or tables before a dot. */
function columnTokens(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter((token, index) => {
    const next = tokens[index + 1]
    return (
      isName(token) && !isMark(next, '(') && !isMark(next, '.') && !isKeyword(tokens[index - 1], 'COLLATE')
    )
  })
}

function replaceTokens(text: string, tokens: readonly Token[], spell: (token: Token) => string): string {
  let position = 0
  const parts = tokens.flatMap((token) => {
    const before = text.slice(position, token.start)
    position = token.end
    return [before, spell(token)]
  })
  return parts.join('') + text.slice(position)
}
