import { quoteIdentifier } from '../../dialects/identifier.ts'
import { serverIdentifier } from '../../dialects/postgres/server-identifier.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import { type NameToken, nameTokens } from './name-tokens.ts'

/** What is called otherwise in an expression over the rows of one table. */
export interface TextNames {
  readonly dialect: DialectName
  /** The new name of a column; `undefined` where it keeps its own. */
  readonly column: (name: string) => string | undefined
  /** The table's own name, before and after. */
  readonly table: { readonly from: string; readonly to: string }
}

/**
 * The expression with its columns by their new names, spelled as the server spells them when it renames. Strings, types,
 * functions, collations and the names of arguments stay.
 */
export function renamedText(sql: string, names: TextNames): string {
  const tokens = nameTokens(sql, names.dialect)
  const types = names.dialect === 'sqlite' ? castTypes(tokens) : new Set<NameToken>()
  let position = 0
  let text = ''
  for (const [at, token] of tokens.entries()) {
    const name = types.has(token) ? undefined : newName(tokens, at, names)
    if (name === undefined) continue
    text += sql.slice(position, token.start) + spelled(name, names.dialect)
    position = token.end
  }
  return text + sql.slice(position)
}

/** Names as one, where the database doesn't tell them apart. */
export function folded(name: string, dialect: DialectName): string {
  return dialect === 'postgres' ? name : name.toLowerCase()
}

function newName(tokens: readonly NameToken[], at: number, names: TextNames): string | undefined {
  const token = tokens[at]
  if (token?.name === undefined || !canName(token, names.dialect)) return undefined
  const [before, next] = [tokens[at - 1], tokens[at + 1]]
  if (next?.text === '.') {
    const isOwn = folded(token.name, names.dialect) === folded(names.table.from, names.dialect)
    return isOwn && tokens[at + 3]?.text !== '(' && before?.text !== '.' ? names.table.to : undefined
  }
  if (next?.text === '(' || next?.text === '=>') return undefined
  if (before?.text === '.' && !isRow(tokens[at - 2], names)) return undefined
  if (isWord(before, 'COLLATE')) return undefined
  if (before?.text === '(' && isWord(tokens[at - 2], 'EXTRACT')) return undefined
  return names.column(token.name)
}

/** What PostgreSQL leaves without quotes is in lower case; MySQL puts every name in quotes. */
function canName({ name = '', quoted }: NameToken, dialect: DialectName): boolean {
  if (quoted || dialect === 'sqlite') return true
  return dialect === 'postgres' && serverIdentifier(name) === name
}

/** The table itself, or a row of it in the condition of a trigger. */
function isRow(token: NameToken | undefined, { table, dialect }: TextNames): boolean {
  const name = folded(token?.name ?? '', dialect)
  return [folded(table.from, dialect), 'old', 'new'].includes(name)
}

function isWord(token: NameToken | undefined, word: string): boolean {
  return token?.quoted === false && token.text.toUpperCase() === word
}

/** `CAST(… AS type)`: all from AS to the parenthesis. */
function castTypes(tokens: readonly NameToken[]): ReadonlySet<NameToken> {
  const types = new Set<NameToken>()
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token, 'AS')) continue
    for (let next = at + 1; next < tokens.length && tokens[next]?.text !== ')'; next++) {
      const one = tokens[next]
      if (one !== undefined) types.add(one)
    }
  }
  return types
}

function spelled(name: string, dialect: DialectName): string {
  switch (dialect) {
    case 'postgres':
      return serverIdentifier(name)
    case 'sqlite':
      return quoteIdentifier(name)
    case 'mysql':
      return `\`${name.replaceAll('`', '``')}\``
    default:
      return dialect satisfies never
  }
}
