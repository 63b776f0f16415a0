import type { ColumnType } from '../../schema/column-type.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { enumLabel } from './quote.ts'

/** What a decimal holds at most: its digits, and those behind the point. */
const widest = '65, 30'
/** Where no precision is told, PostgreSQL and JavaScript's Dates have digits that MySQL would round away. */
const microseconds = 6

/**
 * A column's type in words that MySQL and MariaDB share. Throws `UnsupportedOperationError` for lists, intervals and
 * times with a zone.
 */
export function typeText(type: ColumnType): string {
  switch (type.type) {
    case 'real':
      return 'float'
    case 'numeric':
      if (type.precision === undefined) return `decimal(${widest})`
      return type.scale === undefined
        ? `decimal(${type.precision})`
        : `decimal(${type.precision}, ${type.scale})`
    case 'varchar':
      return type.length === undefined ? 'text' : `varchar(${type.length})`
    case 'char':
      return `char(${type.length ?? 1})`
    case 'binary':
      return type.length === undefined ? 'blob' : `varbinary(${type.length})`
    case 'time':
      if (type.withTimeZone === true) throw noType('time with time zone', 'Use t.time() or t.timestamptz().')
      return `time(${type.precision ?? microseconds})`
    case 'timestamp':
      return `${type.withTimeZone === true ? 'timestamp' : 'datetime'}(${type.precision ?? microseconds})`
    case 'interval':
      throw noType('interval', 'Store seconds in a numeric column.')
    case 'array':
      throw noType('list', 'Use t.json().')
    case 'enum':
      return `enum(${type.values.map(enumLabel).join(', ')})`
    case 'uuid':
      return 'char(36)'
    case 'jsonb':
      return 'json'
    case 'raw':
      return type.sql
    default:
      return type.type
  }
}

/** Whether a value of the type is text in a character set. */
export function isTextType(text: string): boolean {
  return /^\s*(?:(?:long|medium|tiny)?text|(?:n|national\s+)?(?:var)?char(?:acter)?|enum|set)\b/i.test(text)
}

/** Whether MySQL takes a default for it as an expression only. */
export function needsExpressionDefault(type: ColumnType): boolean {
  return /^\s*(?:(?:long|medium|tiny)?(?:text|blob)|json|geometry|point|linestring|polygon)\b/i.test(
    typeText(type),
  )
}

function noType(what: string, hint: string): UnsupportedOperationError {
  return new UnsupportedOperationError('mysql', `has no ${what} type`, hint)
}
