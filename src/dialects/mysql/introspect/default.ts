import type { Sql, SqlValue } from '../../../schema/values.ts'
import { unquote } from '../parse-column.ts'
import { scanServerText } from '../scan.ts'
import { unescaped, withoutParentheses } from '../server-text.ts'
import { type Row, textIn, textOrEmpty } from './catalog-row.ts'
import { isBinary, isNumeric } from './type.ts'

type Default = SqlValue | Sql

/** A column's default as MariaDB's catalog has it: SQL text, `NULL` for none. */
export function mariadbDefault(row: Row): Default | undefined {
  const text = textIn(row, 'default_text')
  if (text === undefined || /^null$/i.test(text)) return undefined
  const [only, ...more] = scanServerText(text)
  if (only?.kind === 'string' && more.length === 0) {
    const value = unquote(text)
    return isBinary(textOrEmpty(row, 'type')) ? bytesDefault(Buffer.from(value)) : value
  }
  const [, hex] = /^convert\(X'([\da-f]*)' using utf8mb4\)$/i.exec(text) ?? []
  // So is the default of a text column made that has a backslash in it.
  if (hex !== undefined) return Buffer.from(hex, 'hex').toString('utf8')
  const type = textOrEmpty(row, 'type')
  return textDefault(withoutParentheses(text), type) ?? bareDefault(text, type)
}

/** As MySQL's catalog has it: a bare value, or an expression where `extra` says so. */
export function mysqlDefault(row: Row): Default | undefined {
  const text = textIn(row, 'default_text')
  if (text === undefined) return undefined
  const type = textOrEmpty(row, 'type')
  if (/\bDEFAULT_GENERATED\b/i.test(textOrEmpty(row, 'extra'))) {
    const sql = withoutParentheses(unescaped(text))
    return textDefault(sql, type) ?? { sql }
  }
  if (/^CURRENT_TIMESTAMP(?:\(\d\))?$/i.test(text) && /^(?:datetime|timestamp)\b/i.test(type)) {
    return { sql: text }
  }
  if (isNumeric(type) || /^bit\b/i.test(type)) return bareDefault(text, type)
  const [, bytes] = isBinary(type) ? (/^0x([\da-f]*)$/i.exec(text) ?? []) : []
  return bytes === undefined ? text : bytesDefault(Buffer.from(bytes, 'hex'))
}

/** The value of a text column's default, which MySQL takes as an expression only: a literal is one, too. */
function textDefault(sql: string, type: string): string | undefined {
  if (!/^(?:tiny|medium|long)?text$/i.test(type)) return undefined
  const [, hex] = /^convert\(0x([\da-f]*) using utf8mb4\)$/i.exec(sql) ?? []
  if (hex !== undefined) return Buffer.from(hex, 'hex').toString('utf8')
  const [, quoted = ''] = /^_utf8(?:mb[34])?\s*('[\s\S]*')$/i.exec(sql) ?? []
  const [only, ...more] = scanServerText(quoted)
  return only?.kind === 'string' && more.length === 0 ? unquote(quoted) : undefined
}

function bareDefault(text: string, type: string): Default {
  if (!isNumeric(type)) return { sql: withoutParentheses(text) }
  if (/^tinyint\(1\)$/i.test(type) && /^[01]$/.test(text)) return text === '1'
  return numberOf(text) ?? { sql: withoutParentheses(text) }
}

/** The number, where one of JavaScript's is written in the same digits: zeros at the end of a decimal don't count. */
function numberOf(text: string): number | bigint | undefined {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return undefined
  const digits = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  const number = Number(digits)
  if (String(number) === digits && !Object.is(number, -0)) return number
  return digits.includes('.') ? undefined : BigInt(digits)
}

/** Bytes as text where they are plain letters. */
export function bytesDefault(bytes: Buffer): Default {
  const text = bytes.toString('latin1')
  return /^[\x20-\x7e]*$/.test(text) ? text : new Uint8Array(bytes)
}
