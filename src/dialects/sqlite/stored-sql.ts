import type { Index, IndexKey, TableName } from '../../schema/model.ts'
import { quoteIdentifier } from '../identifier.ts'
import { TokenReader } from './token-reader.ts'
import { isKeyword, isMark, isName, sameName, type Token, tokenize, unquote } from './tokenize.ts'

/** Whether SQL text names the table (or view) anywhere. */
export function mentions(sql: string, table: string): boolean {
  return tokenize(sql).some((token) => isNameOf(token, table))
}

/** The table that a CREATE TRIGGER statement is on. */
export function triggerTarget(sql: string): string | undefined {
  const tokens = tokenize(sql)
  const on = tokens.findIndex((token, index) => index > 2 && isKeyword(token, 'ON'))
  const target = tokens[on + 1]
  return on < 0 || target === undefined ? undefined : unquote(target)
}

/**
 * Whether a view or trigger uses a column of a table that it mentions, as far as its text tells. A name without a
 * table before it counts as the column; one behind another table's name or alias does not, nor one in a trigger on the
 * table whose statements don't name that: its row is NEW and OLD there.
 */
export function usesColumn(sql: string, table: string, column: string): boolean {
  const tokens = body(tokenize(sql))
  const target = triggerTarget(sql)
  const rows = target !== undefined && sameName(target, table) ? ['new', 'old'] : []
  const qualifiers = [table, ...rows, ...aliasesOf(tokens, table)]
  const begin = rows.length === 0 ? -1 : tokens.findIndex((token) => isKeyword(token, 'BEGIN'))
  const speaksOfItself = tokens.slice(begin + 1).some((token) => isNameOf(token, table))
  return tokens.some((token, index) => {
    if (!isNameOf(token, column) || isMark(tokens[index + 1], '(') || isMark(tokens[index + 1], '.'))
      return false
    if (!isMark(tokens[index - 1], '.'))
      return (speaksOfItself || index < begin) && !namesSomethingElse(tokens, index, target)
    const qualifier = tokens[index - 2]
    return qualifier !== undefined && qualifiers.some((name) => sameName(name, unquote(qualifier)))
  })
}

const beforeTables = ['AS', 'FROM', 'JOIN', 'INTO', 'UPDATE']

/** A name that is given, or that of a table: behind FROM, behind the ON of a trigger's head. */
function namesSomethingElse(tokens: readonly Token[], index: number, target: string | undefined): boolean {
  const before = tokens[index - 1]
  if (beforeTables.some((word) => isKeyword(before, word))) return true
  const isHead = tokens.findIndex((token) => isKeyword(token, 'ON')) === index - 1
  return target !== undefined && isHead && isKeyword(before, 'ON')
}

/** The statement with the schema put before the name of what it creates: SQLite stores it without. */
export function qualify(sql: string, schema: string | undefined): string {
  if (schema === undefined) return sql
  const tokens = tokenize(sql)
  const created = tokens.findIndex((token) =>
    ['INDEX', 'TRIGGER', 'VIEW'].some((word) => isKeyword(token, word)),
  )
  const name = tokens[created + 1]
  if (name === undefined) return sql
  return `${sql.slice(0, name.start)}${quoteIdentifier(schema)}.${sql.slice(name.start)}`
}

/** The keys of a CREATE INDEX statement and what follows them: all that speaks of columns. */
export function indexBody(sql: string): string {
  return sql.slice(tokenize(sql).find((token) => isMark(token, '('))?.start ?? sql.length)
}

/** A CREATE INDEX statement as data; `columns` are those of its table, to tell them from strings and expressions. */
export function parseIndex(sql: string, table: TableName, columns: readonly string[]): Index {
  const reader = new TokenReader(sql, `An index of table "${table.name}"`)
  reader.expect('CREATE')
  const unique = reader.take('UNIQUE')
  reader.expect('INDEX')
  reader.take('IF', 'NOT', 'EXISTS')
  const first = reader.name()
  const name = reader.takeMark('.') ? reader.name() : first
  reader.expect('ON')
  reader.name()
  const keys: IndexKey[] = []
  reader.expectMark('(')
  do keys.push(parseKey(reader, columns))
  while (reader.takeMark(','))
  reader.expectMark(')')
  const where = reader.take('WHERE') ? { where: reader.rest() } : {}
  return { name, keys, ...(unique ? { unique } : {}), ...where }
}

function parseKey(reader: TokenReader, columns: readonly string[]): IndexKey {
  const mark = reader.mark()
  reader.skipTo(',', ')')
  const text = reader.textSince(mark)
  const tokens = [...tokenize(text)]
  const order = takeOrder(tokens)
  const collation = takeCollation(tokens)
  const [subject] = tokens
  const name = subject === undefined ? '' : unquote(subject)
  const column = tokens.length === 1 ? columns.find((known) => sameName(known, name)) : undefined
  const key = column === undefined ? { expression: expressionText(text, tokens) } : { column }
  return {
    ...key,
    ...(collation === undefined ? {} : { collation: unquote(collation) }),
    ...(order === undefined ? {} : { order }),
  }
}

/** COLLATE belongs to what stands right before it: to the key only where that is all of it. */
function takeCollation(tokens: Token[]): Token | undefined {
  if (!isKeyword(tokens.at(-2), 'COLLATE') || !isOperand(tokens.slice(0, -2))) return undefined
  return tokens.splice(-2)[1]
}

/** A name, a call, or something in parentheses. */
function isOperand(tokens: readonly Token[]): boolean {
  const [first, ...rest] = tokens
  if (rest.length === 0) return first !== undefined
  const inside = isMark(first, '(') ? rest : isName(first) && isMark(rest[0], '(') ? rest.slice(1) : []
  let depth = 1
  for (const [at, token] of inside.entries()) {
    if (isMark(token, '(')) depth += 1
    if (isMark(token, ')')) depth -= 1
    if (depth === 0) return at === inside.length - 1
  }
  return false
}

function takeOrder(tokens: Token[]): 'asc' | 'desc' | undefined {
  if (isKeyword(tokens.at(-2), 'NULLS')) tokens.splice(-2)
  const last = tokens.at(-1)
  const order = isKeyword(last, 'ASC') ? 'asc' : isKeyword(last, 'DESC') ? 'desc' : undefined
  if (order !== undefined) tokens.pop()
  return order
}

/** The text of the tokens, without parentheses around the whole. */
function expressionText(text: string, tokens: readonly Token[]): string {
  const written = text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0)
  return withoutParentheses(written)
}

/** `(a + b)` as `a + b`; `(a) + (b)` as it is. */
export function withoutParentheses(text: string): string {
  if (!text.startsWith('(')) return text
  const reader = new TokenReader(text, 'An expression')
  const inside = reader.parenthesized()
  return reader.peek() === undefined ? inside : text
}

/** The part that does something: after AS for a view, after the name for a trigger. */
function body(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.slice(0, 3).some((token) => isKeyword(token, 'VIEW'))) return tokens.slice(3)
  return tokens.slice(tokens.findIndex((token) => isKeyword(token, 'AS')) + 1)
}

function aliasesOf(tokens: readonly Token[], table: string): readonly string[] {
  return tokens.flatMap((token, index) => {
    if (!isNameOf(token, table)) return []
    const alias = tokens[isKeyword(tokens[index + 1], 'AS') ? index + 2 : index + 1]
    return isName(alias) ? [unquote(alias)] : []
  })
}

function isNameOf(token: Token, name: string): boolean {
  return isName(token) && sameName(unquote(token), name)
}
