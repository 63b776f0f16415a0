import type { ColumnType } from '../../schema/column-type.ts'
import type { Sql } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import { ddl } from './identifier.ts'
import { plainEnum, typeText } from './types.ts'

/**
 * What the values of a column become in another type, where the server converts them only when it is told how;
 * `undefined` where it converts them by itself, and where nobody knows what they should become.
 */
export function conversion(column: string, from: ColumnType | undefined, to: ColumnType): Sql | undefined {
  // No other type has a cast to an enum but by way of text.
  if (to.type === 'enum' && to.name !== undefined) return ddl`${column}::text::${raw(typeText(to))}`
  if (from === undefined) return undefined
  const cast = castOf(from, to)
  if (cast === 'compared') return ddl`${column} <> 0`
  return cast === undefined ? undefined : ddl`${column}${raw(cast)}`
}

function castOf(from: ColumnType, to: ColumnType): string | undefined {
  if (from.type === 'array' || to.type === 'array') {
    if (from.type !== 'array' || to.type !== 'array') return undefined
    return castOf(from.of, to.of) === `::${typeText(to.of)}` ? `::${typeText(to)}` : undefined
  }
  const direct = `::${typeText(to)}`
  if (isText(to)) return undefined
  // Bytes are told from text in more than one way.
  if (isText(from)) return to.type === 'binary' ? undefined : direct
  if (to.type === 'boolean' && isNumber(from)) return 'compared'
  if (from.type === 'boolean' && isNumber(to)) return to.type === 'integer' ? direct : `::integer${direct}`
  const isScalar = to.type === 'boolean' || isNumber(to)
  if (isScalar && from.type === 'jsonb') return direct
  return isScalar && from.type === 'json' ? `::jsonb${direct}` : undefined
}

function isText(type: ColumnType): boolean {
  return ['text', 'varchar', 'char'].includes(type.type) || plainEnum(type) !== undefined
}

function isNumber({ type }: ColumnType): boolean {
  return ['smallint', 'integer', 'bigint', 'real', 'double', 'numeric'].includes(type)
}
