import type { ColumnType } from '../../../schema/column-type.ts'
import { unquote } from '../parse-column.ts'
import { scanServerText } from '../scan.ts'

/** Types that have a portable name, by the server's own: MariaDB shows widths of integers, MySQL 8 doesn't. */
const plain: Readonly<Record<string, ColumnType>> = {
  smallint: { type: 'smallint' },
  'smallint(6)': { type: 'smallint' },
  int: { type: 'integer' },
  'int(11)': { type: 'integer' },
  bigint: { type: 'bigint' },
  'bigint(20)': { type: 'bigint' },
  'tinyint(1)': { type: 'boolean' },
  float: { type: 'real' },
  double: { type: 'double' },
  text: { type: 'text' },
  blob: { type: 'binary' },
  date: { type: 'date' },
  json: { type: 'json' },
  // What a decimal holds at most is what a numeric without a precision is made as.
  'decimal(65,30)': { type: 'numeric' },
}

/** The portable type that the server spells so, where there is one; else the spelling itself. */
export function columnTypeOf(text: string): ColumnType {
  const lower = text.toLowerCase()
  const known = plain[lower]
  if (known !== undefined) return known
  const [, word = '', first, second] = /^(\w+)(?:\((\d+)(?:,(\d+))?\))?$/.exec(lower) ?? []
  const size = first === undefined ? undefined : Number(first)
  switch (word) {
    case 'varchar':
    case 'char':
      return size === undefined || size === 0 ? raw(text) : { type: word, length: size }
    case 'varbinary':
      return size === undefined || size === 0 ? raw(text) : { type: 'binary', length: size }
    case 'decimal':
      if (size === undefined) return raw(text)
      return { type: 'numeric', precision: size, ...(Number(second ?? 0) > 0 && { scale: Number(second) }) }
    case 'time':
      return { type: 'time', ...precision(size) }
    case 'datetime':
      return { type: 'timestamp', ...precision(size) }
    case 'timestamp':
      return { type: 'timestamp', withTimeZone: true, ...precision(size) }
    default:
      return /^enum\(/i.test(text) ? enumOf(text) : raw(text)
  }
}

/** Six digits are what a time has where nothing is told; the server's own default is none. */
function precision(digits = 0): { readonly precision?: number } {
  return digits === 6 ? {} : { precision: digits }
}

function enumOf(text: string): ColumnType {
  const values = scanServerText(text).flatMap((token) => (token.kind === 'string' ? unquote(token.text) : []))
  return { type: 'enum', values }
}

function raw(sql: string): ColumnType {
  return { type: 'raw', sql }
}

/** Whether the server's type holds numbers, and writes them bare. */
export function isNumeric(text: string): boolean {
  return /^(?:(?:tiny|small|medium|big)?int|decimal|float|double|year)\b/i.test(text)
}

/** Whether it holds bytes, which the catalog shows as if they were text. */
export function isBinary(text: string): boolean {
  return /^(?:(?:var)?binary|(?:tiny|medium|long)?blob)\b/i.test(text)
}

export function isGeometry(text: string): boolean {
  return /^(?:geometry|point|linestring|polygon|multi(?:point|linestring|polygon)|geom(?:etry)?collection)\b/i.test(
    text,
  )
}
