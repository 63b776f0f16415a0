import type { ColumnType } from '../schema/column-type.ts'

/** Whether PostgreSQL keeps the values as they are stored, and writes nothing anew. */
export function keepsValues(from: ColumnType, to: ColumnType): boolean {
  if (same(from, to)) return true
  switch (to.type) {
    case 'text':
      return from.type === 'varchar' || isRaw(from, /^(?:citext|name)$/i) === true
    case 'varchar':
      if (from.type === 'varchar')
        return to.length === undefined || to.length >= (from.length ?? Number.POSITIVE_INFINITY)
      return from.type === 'text' && to.length === undefined
    case 'numeric':
      return (
        from.type === 'numeric' &&
        (to.precision === undefined ||
          (from.precision !== undefined &&
            (to.scale ?? 0) === (from.scale ?? 0) &&
            to.precision >= from.precision))
      )
    case 'timestamp':
    case 'time':
      return (
        from.type === to.type &&
        from.withTimeZone === to.withTimeZone &&
        (to.precision ?? 6) >= (from.precision ?? 6)
      )
    case 'interval':
      return (
        from.type === 'interval' && to.fields === undefined && (to.precision ?? 6) >= (from.precision ?? 6)
      )
    case 'raw':
      return isRaw(from, /^varbit|^bit varying/i) === true && /^(?:varbit|bit varying)$/i.test(to.sql.trim())
    default:
      return false
  }
}

function isRaw(type: ColumnType, pattern: RegExp): boolean {
  return type.type === 'raw' && pattern.test(type.sql.trim())
}

/** Whether values of the one may have no room in the other. */
export function narrows(from: ColumnType, to: ColumnType): boolean {
  const [before, after] = [sizes[from.type], sizes[to.type]]
  if (before !== undefined && after !== undefined) return after < before
  if (to.type === 'varchar' || to.type === 'char') {
    if (to.length === undefined) return false
    if (from.type === 'text') return true
    return (
      (from.type === 'varchar' || from.type === 'char') &&
      (from.length ?? Number.POSITIVE_INFINITY) > to.length
    )
  }
  if (from.type === 'numeric' && to.type === 'numeric') {
    if (to.precision === undefined) return false
    const digits = ({ precision, scale = 0 }: { precision?: number; scale?: number }) =>
      precision === undefined ? Number.POSITIVE_INFINITY : precision - scale
    return digits(from) > digits(to) || (from.scale ?? 0) > (to.scale ?? 0)
  }
  return from.type === 'timestamp' && to.type === 'date'
}

const sizes: Partial<Record<ColumnType['type'], number>> = { smallint: 2, integer: 4, bigint: 8 }

function same(from: ColumnType, to: ColumnType): boolean {
  return typeInWords(from) === typeInWords(to) && from.type !== 'enum'
}

/** `varchar(50)`, `timestamptz`, `text[]` */
export function typeInWords(type: ColumnType): string {
  switch (type.type) {
    case 'raw':
      return type.sql
    case 'array':
      return `${typeInWords(type.of)}[]`
    case 'varchar':
    case 'char':
    case 'binary':
      return type.length === undefined ? type.type : `${type.type}(${type.length})`
    case 'numeric':
      return type.precision === undefined ? 'numeric' : `numeric(${type.precision},${type.scale ?? 0})`
    case 'timestamp':
    case 'time': {
      const precision = type.precision === undefined ? '' : `(${type.precision})`
      return `${type.type}${type.withTimeZone ? 'tz' : ''}${precision}`
    }
    case 'enum':
      return type.name ?? 'enum'
    default:
      return type.type
  }
}
