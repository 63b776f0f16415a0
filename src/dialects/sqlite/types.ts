import type { ColumnType } from '../../schema/column-type.ts'
import { UnsupportedOperationError } from '../errors.ts'

/**
 * The declared type of a column. SQLite derives an affinity from the words in it, and keeps the text; the names are
 * those that other tools write, chosen so that the affinity is right. A STRICT table knows only INTEGER, REAL, TEXT,
 * BLOB and ANY, and gets the nearest. Arrays and intervals have no type here: `UnsupportedOperationError`.
 * An enum is TEXT; its check is written beside it.
 */
export function declaredType(type: ColumnType, strict: boolean): string {
  if (type.type === 'raw') return type.sql
  return strict ? strictType(type) : looseType(type)
}

type Portable = Exclude<ColumnType, { type: 'raw' }>

function looseType(type: Portable): string {
  switch (type.type) {
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'boolean':
    case 'text':
    case 'date':
      return type.type.toUpperCase()
    case 'uuid':
      return 'CHAR(36)'
    case 'json':
    case 'jsonb':
      return 'JSON'
    case 'numeric':
      return withArguments('NUMERIC', type.precision, type.scale)
    case 'varchar':
    case 'char':
      return withArguments(type.type.toUpperCase(), type.length)
    case 'binary':
      return withArguments('BLOB', type.length)
    case 'time':
    case 'timestamp':
      return withArguments(type.type.toUpperCase() + (type.withTimeZone ? 'TZ' : ''), type.precision)
    case 'enum':
      return 'TEXT'
    case 'array':
    case 'interval':
      throw unsupported(type.type)
    default:
      return type satisfies never
  }
}

function strictType(type: Portable): string {
  switch (type.type) {
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'boolean':
      return 'INTEGER'
    case 'real':
    case 'double':
    case 'numeric':
      return 'REAL'
    case 'binary':
      return 'BLOB'
    case 'text':
    case 'varchar':
    case 'char':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'uuid':
    case 'json':
    case 'jsonb':
    case 'enum':
      return 'TEXT'
    case 'array':
    case 'interval':
      throw unsupported(type.type)
    default:
      return type satisfies never
  }
}

function unsupported(type: 'array' | 'interval'): UnsupportedOperationError {
  return type === 'array'
    ? new UnsupportedOperationError('sqlite', 'has no array type', 'Use t.json(), or a table of its own.')
    : new UnsupportedOperationError(
        'sqlite',
        'has no interval type',
        'Use t.integer() for seconds, or t.text() for ISO 8601 durations.',
      )
}

function withArguments(name: string, ...values: readonly (number | undefined)[]): string {
  const given = values.filter((value) => value !== undefined)
  return given.length === 0 ? name : `${name}(${given.join(', ')})`
}

/** Whether the type holds whole numbers, which SQLite stores alike whatever their size. */
export function isIntegerType(type: ColumnType): boolean {
  return type.type === 'smallint' || type.type === 'integer' || type.type === 'bigint'
}

/** The portable type of a declared one, and `raw` for any that tsmig would spell otherwise. */
export function readType(declared: string): ColumnType {
  // Other letters than these have upper case among them, too.
  const plain = /^[a-z]+$/i.test(declared) ? plainTypes.get(declared.toUpperCase()) : undefined
  if (plain !== undefined) return { type: plain }
  const found = declared.match(/^([A-Z]+)(?:\(([0-9]{1,9})(?:, ?([0-9]{1,9}))?\))?$/i)
  const type = found === null ? undefined : portableType(found)
  const same = type !== undefined && normal(declaredType(type, false)) === normal(declared)
  return same ? type : { type: 'raw', sql: declared }
}

function normal(declared: string): string {
  return declared.toUpperCase().replace(', ', ',')
}

/** Types that take no arguments, by how they are declared. */
const plainTypes = new Map(
  (['smallint', 'integer', 'bigint', 'real', 'double', 'boolean', 'text', 'date', 'json'] as const).map(
    (type) => [type.toUpperCase(), type],
  ),
)

function portableType([, word = '', first, second]: RegExpMatchArray): ColumnType | undefined {
  const name = word.toLowerCase()
  const length = first === undefined ? {} : { length: Number(first) }
  const precision = first === undefined ? {} : { precision: Number(first) }
  switch (name) {
    case 'varchar':
    case 'char':
      return { type: name, ...length }
    case 'blob':
      return { type: 'binary', ...length }
    case 'numeric':
      return { type: name, ...precision, ...(second === undefined ? {} : { scale: Number(second) }) }
    case 'time':
    case 'timestamp':
      return { type: name, ...precision }
    case 'timetz':
      return { type: 'time', withTimeZone: true, ...precision }
    case 'timestamptz':
      return { type: 'timestamp', withTimeZone: true, ...precision }
    default:
      return undefined
  }
}
