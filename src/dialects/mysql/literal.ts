import { isoText } from '../date-text.ts'
import { UnwritableValueError } from '../errors.ts'
import { jsonText } from '../json-text.ts'
import { bytes, plain, quoted } from './quote.ts'

/**
 * A value as SQL text that means the same whatever `sql_mode` says. A Date is its moment in UTC, a plain object
 * JSON. Throws `UnwritableValueError` for NaN, infinities, lists, and what has no text.
 */
export function literal(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      return numberLiteral(value)
    case 'bigint':
      return String(value)
    case 'boolean':
      return value ? '1' : '0'
    case 'object':
      return objectLiteral(value)
    default:
      throw new UnwritableValueError(
        `A value is ${typeof value}`,
        'Give data: text, a number, a Date, bytes, JSON.',
      )
  }
}

/** A value as it is bound: what a driver would write in its own way goes as text. */
export function bindable(value: unknown): unknown {
  if (value instanceof Date) return dateText(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Array.isArray(value) ? value : jsonText(value)
}

function numberLiteral(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0e0' : String(value)
  throw new UnwritableValueError(`MySQL has no number ${value}`, 'Give null, or a number.')
}

function objectLiteral(value: object | null): string {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) return bytes(value)
  if (value instanceof Date) return plain(dateText(value))
  if (Array.isArray(value)) throw listRefused()
  return quoted(jsonText(value))
}

/** `2026-11-22 16:39:28.057000`, in UTC, as the session's time zone is. */
function dateText(date: Date): string {
  const iso = isoText(date)
  const year = date.getUTCFullYear()
  if (year >= 0 && year <= 9999) return iso.replace('T', ' ').replace('Z', '000')
  throw new UnwritableValueError(
    `MySQL has no dates in the year ${year}`,
    'Give a date of the years 0 to 9999, or store it as text.',
  )
}

/** A list where MySQL would need an array. */
export function listRefused(): UnwritableValueError {
  return new UnwritableValueError(
    'MySQL has no lists, and a value is one',
    'Store it in a json column; in a query of your own, as JSON.stringify(list).',
  )
}
