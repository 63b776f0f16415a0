import type { ColumnType } from '../../schema/column-type.ts'
import { isSql, type Sql, type SqlValue } from '../../schema/values.ts'
import { isoText } from '../date-text.ts'
import { expression } from '../ddl.ts'
import { UnwritableValueError } from '../errors.ts'
import { jsonText, storable } from '../json-text.ts'

/**
 * A value as SQL text: numbers and booleans bare, all else quoted. A Date is its moment in UTC, a list PostgreSQL's
 * array text, a plain object JSON. Throws `UnwritableValueError` where there is no safe spelling.
 */
export function literal(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return numberLiteral(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      return untypedLiteral(value)
  }
}

/**
 * The same as a driver sends it: without a type, which the place it stands in gives it. `'5'` can be text, a
 * number or JSON there, as `$1` can, and a minus sign in it never meets another.
 */
export function untypedLiteral(value: unknown): string {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) return `${quoted(`\\x${Buffer.from(value).toString('hex')}`)}::bytea`
  return quoted(parameterText(value))
}

/** The default of a column as SQL text; a list is JSON or an array by the column's type. */
export function defaultLiteral(value: SqlValue | Sql, type: ColumnType | undefined): string {
  if (isSql(value)) return expression(value.sql).sql
  if (!Array.isArray(value)) return literal(value)
  if (type?.type === 'json' || type?.type === 'jsonb') return quoted(jsonText(value))
  if (type !== undefined) return quoted(arrayText(value))
  throw new UnwritableValueError(
    "A list as a default can be an array or JSON: the column's type is not told",
    'Tell it: op.alterColumn(…, { default: …, existing: { type: t.jsonb() } }).',
  )
}

/**
 * The text by which a value travels to the server: what `pg` would send, but for Dates, which are written in UTC
 * and not in the zone of this process. Not for null and bytes.
 */
export function parameterText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return storable(value)
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      if (value instanceof Date) return dateText(value)
      return Array.isArray(value) ? arrayText(value) : jsonText(value)
    default:
      throw new UnwritableValueError(
        `A value is ${typeof value}`,
        'Give data: text, a number, a Date, bytes, JSON.',
      )
  }
}

/** `'…'`; as `E'…'` where a backslash is in it, which means the same whatever standard_conforming_strings says. */
export function quoted(text: string): string {
  const inner = storable(text).replaceAll("'", "''")
  return inner.includes('\\') ? `E'${inner.replaceAll('\\', '\\\\')}'` : `'${inner}'`
}

function numberLiteral(value: number): string {
  if (Number.isFinite(value) && !Object.is(value, -0)) return String(value)
  return `'${Object.is(value, -0) ? '-0' : value}'::double precision`
}

function arrayText(items: readonly unknown[]): string {
  return `{${items.map(itemText).join(',')}}`
}

function itemText(item: unknown): string {
  if (item === null || item === undefined) return 'NULL'
  if (Array.isArray(item)) return arrayText(item)
  const text = item instanceof Uint8Array ? `\\x${Buffer.from(item).toString('hex')}` : parameterText(item)
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** ISO text, which PostgreSQL reads between its own first year and the year 9999; beyond, in its own way. */
function dateText(date: Date): string {
  const iso = isoText(date)
  const year = date.getUTCFullYear()
  if (year >= 1 && year <= 9999) return iso
  if (year < -4712) {
    throw new UnwritableValueError(
      `The year ${year} lies before PostgreSQL's first, 4713 BC`,
      'Store it as text or as a number.',
    )
  }
  const rest = iso.slice(iso.indexOf('-', 1))
  return year > 9999 ? `${year}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`
}
