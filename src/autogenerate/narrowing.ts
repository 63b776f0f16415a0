import type { ColumnType } from '../schema/column-type.ts'
import { isSame } from '../schema/same.ts'
import { surelyHolds } from './raw-widening.ts'

/**
 * Whether values of a type may not fit into another, or lose a part of themselves there. What isn't known to be safe
 * may.
 */
export function isNarrowing(from: ColumnType, to: ColumnType): boolean {
  if (isSame(from, to) || surelyHolds(from, to)) return false
  if (from.type === 'array' || to.type === 'array') {
    return !(from.type === 'array' && to.type === 'array' && !isNarrowing(from.of, to.of))
  }
  if (isUnlimitedText(to)) return from.type === 'binary' || from.type === 'raw'
  if (from.type === to.type) return isNarrowingOfKind(from, to)
  return !widens(from, to)
}

function isUnlimitedText(type: ColumnType): boolean {
  return type.type === 'text' || (type.type === 'varchar' && type.length === undefined)
}

/** The same type with other arguments. */
function isNarrowingOfKind(from: ColumnType, to: ColumnType): boolean {
  switch (to.type) {
    case 'varchar':
    case 'char':
    case 'binary':
      return from.type !== to.type || !atLeast(to.length, from.length)
    case 'numeric':
      return from.type !== 'numeric' || !holdsNumeric(to, from)
    case 'time':
    case 'timestamp':
      return (
        from.type !== to.type ||
        from.withTimeZone !== to.withTimeZone ||
        !atLeast(to.precision ?? 6, from.precision ?? 6)
      )
    case 'enum':
      return from.type !== 'enum' || from.values.some((value) => !to.values.includes(value))
    case 'raw':
    case 'interval':
      return true
    default:
      return false
  }
}

type Numeric = Extract<ColumnType, { type: 'numeric' }>

function holdsNumeric(to: Numeric, from: Numeric): boolean {
  if (to.precision === undefined) return true
  if (from.precision === undefined) return false
  const [scale, oldScale] = [to.scale ?? 0, from.scale ?? 0]
  return scale >= oldScale && to.precision - scale >= from.precision - oldScale
}

/** An absent limit is none. */
function atLeast(to: number | undefined, from: number | undefined): boolean {
  return to === undefined || (from !== undefined && to >= from)
}

const digits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 }

/** Pairs of types of which the second holds all that the first does. */
const wider: Readonly<Record<string, readonly string[]>> = {
  smallint: ['integer', 'bigint', 'real', 'double'],
  integer: ['bigint', 'double'],
  real: ['double'],
  char: ['varchar'],
  json: ['jsonb'],
}

function widens(from: ColumnType, to: ColumnType): boolean {
  if (to.type === 'numeric') {
    const needed = digits[from.type]
    return needed !== undefined && (to.precision === undefined || to.precision - (to.scale ?? 0) >= needed)
  }
  if (from.type === 'char' && to.type === 'varchar') return atLeast(to.length, from.length ?? 1)
  if (from.type === 'date' && to.type === 'timestamp') return !to.withTimeZone
  return wider[from.type]?.includes(to.type) ?? false
}
