import { UnwritableValueError } from '../errors.ts'
import { jsonText } from '../json-text.ts'

/** What better-sqlite3 binds as it is: integers as bigint, as it would store a number as REAL. */
export type Bindable = null | bigint | number | string | Uint8Array

/**
 * A value as the driver takes it. The one rule for values, online and in scripts: booleans become 1 and 0, a `Date`
 * the text `YYYY-MM-DD HH:MM:SS.sss` in UTC (as CURRENT_TIMESTAMP writes it), whole numbers integers, JSON documents
 * and arrays their JSON text. Throws `UnwritableValueError` for what has no faithful form: NaN, an invalid date,
 * an integer beyond 64 bits, a function.
 */
export function bindable(value: unknown): Bindable {
  switch (typeof value) {
    case 'boolean':
      return value ? 1n : 0n
    case 'number':
      return bindableNumber(value)
    case 'bigint':
      return within64Bits(value)
    case 'string':
      return value
    case 'object':
      return bindableObject(value)
    default:
      throw new UnwritableValueError(
        `A value of type ${typeof value} can't be stored in a SQLite database`,
        'Give null, a boolean, number, bigint, string, Date, Uint8Array or JSON document.',
      )
  }
}

/**
 * A value as SQL text that gives what `bindable` binds. Text that a script can't hold in quotes is an expression;
 * throws `UnwritableValueError` as `bindable` does.
 */
export function literal(value: unknown): string {
  const bound = bindable(value)
  if (bound === null) return 'NULL'
  switch (typeof bound) {
    case 'bigint':
      return bound === smallest ? '(-9223372036854775807 - 1)' : String(bound)
    case 'number':
      return numberText(bound)
    case 'string':
      return quoteText(bound)
    default:
      return `x'${Buffer.from(bound.buffer, bound.byteOffset, bound.byteLength).toString('hex')}'`
  }
}

/**
 * Text in single quotes. NUL ends SQL text for SQLite, and the sqlite3 shell takes a carriage return from the end of
 * each line that it reads: these two are spelled as `char(…)`.
 */
export function quoteText(text: string): string {
  const parts = text.split(/(\0|\r(?=\n))/)
  if (parts.length === 1) return `'${text.replaceAll("'", "''")}'`
  const spelled = parts.map((part, index) =>
    index % 2 === 1 ? `char(${part.charCodeAt(0)})` : quoteText(part),
  )
  return `(${spelled.join(' || ')})`
}

const smallest = -(2n ** 63n)

function within64Bits(value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value
  throw new UnwritableValueError(
    `The integer ${value} does not fit into the 64 bits that SQLite has`,
    'Store it as text.',
  )
}

function bindableNumber(value: number): bigint | number {
  if (Number.isNaN(value)) {
    throw new UnwritableValueError("NaN can't be stored: SQLite makes NULL of it", 'Give null, or a number.')
  }
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? BigInt(value) : value
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return value > 0 ? '9e999' : '-9e999'
}

function bindableObject(value: object | null): null | string | Uint8Array {
  if (value === null) return null
  if (value instanceof Uint8Array) {
    return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  return value instanceof Date ? dateText(value) : jsonText(value)
}

function dateText(date: Date): string {
  const year = date.getUTCFullYear()
  if (year >= 0 && year <= 9999) return date.toISOString().replace('T', ' ').replace('Z', '')
  throw new UnwritableValueError(
    Number.isNaN(year) ? "An invalid date can't be stored" : `SQLite has no dates in the year ${year}`,
    'Give a date of the years 0 to 9999.',
  )
}
