import type { ColumnType } from '../../schema/column-type.ts'
import { isSql, type Sql, type SqlValue } from '../../schema/values.ts'
import { expression } from '../ddl.ts'
import { jsonText, storable } from '../json-text.ts'
import { listRefused, literal } from './literal.ts'
import { bytes, quoted } from './quote.ts'
import { scan } from './scan.ts'
import { needsExpressionDefault, typeText } from './types.ts'

/** What stands behind DEFAULT: a literal where the server takes one, else an expression in parentheses. */
export function defaultText(value: SqlValue | Sql, type: ColumnType | undefined): string {
  if (isSql(value)) return defaultExpression(value.sql, type)
  const isBare = type === undefined || !needsExpressionDefault(type)
  // A string of bytes is a literal to the server, and a call isn't; for text types MariaDB would garble it. What is
  // beyond U+FFFF the catalog shows in a call only: a dump of the server's would lose it.
  if (typeof value === 'string' && value.includes('\\') && isBare && !/[\u{10000}-\u{10ffff}]/u.test(value)) {
    return `_utf8mb4 ${bytes(Buffer.from(storable(value)))}`
  }
  const text = Array.isArray(value) ? listDefault(value, type) : literal(value)
  return text.startsWith('CONVERT(') || !isBare ? `(${text})` : text
}

const clock = /^(?:current_timestamp|now|localtime|localtimestamp)\s*(?:\(\s*\))?$/i
const exactClock = /^(?:current_timestamp|now|localtime|localtimestamp)\s*\(\s*[0-6]\s*\)$/i
const onUpdate =
  /\s+on\s+update\s+((?:current_timestamp|now|localtime|localtimestamp)\s*(?:\(\s*[0-6]?\s*\))?)\s*$/i

/** The clock and literals stand bare, all else in parentheses. The clock gets the precision that its column has. */
function defaultExpression(text: string, type: ColumnType | undefined): string {
  const update = onUpdate.exec(text)
  if (update !== null) {
    const value = defaultExpression(text.slice(0, update.index), type)
    return `${value} ON UPDATE ${clockText(update[1] ?? '', type)}`
  }
  const trimmed = text.trim()
  if (isClock(trimmed)) return clockText(trimmed, type)
  const isBare = isLiteral(trimmed) && (type === undefined || !needsExpressionDefault(type))
  return isBare ? trimmed : `(${expression(text).sql})`
}

/** The clock with as many digits as its column has: anything else is an invalid default. */
export function clockText(text: string, type: ColumnType | undefined): string {
  if (type === undefined || exactClock.test(text)) return text
  const digits = /^\s*(?:datetime|timestamp|time)\b\s*(?:\(\s*([0-6])\s*\))?/i.exec(typeText(type))
  if (digits === null) return text
  return Number(digits[1] ?? 0) === 0 ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${digits[1]})`
}

/** Whether a default is the clock, in any of its spellings. */
export function isClock(text: string): boolean {
  return clock.test(text.trim()) || exactClock.test(text.trim())
}

function isLiteral(text: string): boolean {
  if (/^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(text) || /^(?:null|true|false)$/i.test(text)) return true
  const [only, ...more] = scan(text)
  return only?.kind === 'string' && more.length === 0
}

function listDefault(value: readonly unknown[], type: ColumnType | undefined): string {
  if (type?.type === 'json' || type?.type === 'jsonb' || type?.type === 'raw') return quoted(jsonText(value))
  throw listRefused()
}
