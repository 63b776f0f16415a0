import type { ColumnType } from '../../../schema/column-type.ts'
import type { Sql, SqlValue } from '../../../schema/values.ts'
import { spellStrings } from '../expression.ts'
import { literal, quoteText } from '../literal.ts'
import { isKeyword, isMark, type Token, tokenize, unquote } from '../tokenize.ts'
import { bare } from './expression.ts'

/**
 * What follows DEFAULT: a value where its literal is the very text, and one that the column's type holds; else SQL.
 * `undefined` for NULL, which is what stands there without a default.
 */
export function canonicalDefault(text: string, type: ColumnType): SqlValue | Sql | undefined {
  const written = bare(text)
  const tokens = tokenize(written)
  const [token] = tokens
  if (tokens.length > 1 || token === undefined)
    return numberOf(written, tokens, type) ?? expressionOf(written)
  if (isKeyword(token, 'NULL')) return undefined
  if (token.kind === 'string' || isWordForText(token)) return textOf(unquote(token), type)
  return numberOf(written, tokens, type) ?? { sql: written }
}

/** A name where a value is wanted is text to SQLite. */
function isWordForText(token: Token): boolean {
  if (token.kind === 'name') return true
  return token.kind === 'word' && !/^(?:TRUE|FALSE|CURRENT_(?:TIMESTAMP|DATE|TIME))$/i.test(token.text)
}

function expressionOf(text: string): Sql {
  return { sql: spellStrings(text, []) }
}

function textOf(text: string, type: ColumnType): SqlValue | Sql {
  const spelled = quoteText(text)
  return holdsText(type, text) && spelled.startsWith("'") ? text : { sql: bare(spelled) }
}

function numberOf(text: string, tokens: readonly Token[], type: ColumnType): SqlValue | undefined {
  const digits = isMark(tokens[0], '-') ? tokens.slice(1) : tokens
  if (digits.length !== 1 || digits[0]?.kind !== 'number') return undefined
  if (type.type === 'boolean') return text === '1' ? true : text === '0' ? false : undefined
  if (!holdsNumbers(type)) return undefined
  const value = Number(text)
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return bigintOf(text, type)
  return literal(value) === text ? value : undefined
}

function bigintOf(text: string, type: ColumnType): bigint | undefined {
  if (!['bigint', 'numeric', 'raw'].includes(type.type) || !/^-?[0-9]+$/.test(text)) return undefined
  const value = BigInt(text)
  return BigInt.asIntN(64, value) === value && literal(value) === text ? value : undefined
}

function holdsNumbers({ type }: ColumnType): boolean {
  return ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double', 'raw'].includes(type)
}

function holdsText(type: ColumnType, text: string): boolean {
  if (type.type === 'enum') return type.values.includes(text)
  const holders = ['bigint', 'numeric', 'varchar', 'char', 'text', 'date', 'time', 'timestamp', 'uuid']
  return holders.includes(type.type) || type.type === 'json' || type.type === 'raw'
}
