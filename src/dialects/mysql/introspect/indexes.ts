import type { Index, IndexKey, PrimaryKey, UniqueConstraint } from '../../../schema/model.ts'
import { ownText, unescaped, withoutParentheses } from '../server-text.ts'
import { numberIn, type Row, sortedByNumber, textIn, textOrEmpty } from './catalog-row.ts'

export type Key =
  | { readonly constraint: PrimaryKey | UniqueConstraint; readonly index?: undefined }
  | { readonly index: Index; readonly constraint?: undefined }

/**
 * An index by its rows in the catalog, one a key. A unique index of whole columns is a unique constraint: to the
 * server the two are the same.
 */
export function keyOfRows(unordered: readonly Row[], engine: string, schema: string): Key {
  const rows = sortedByNumber(unordered, 'place')
  const [first = {}] = rows
  const name = textOrEmpty(first, 'name')
  const keys = rows.map((row) => indexKey(row, schema))
  const method = methodOf(textOrEmpty(first, 'method'), engine)
  const comment = textOrEmpty(first, 'comment')
  const commented = comment === '' ? {} : { comment }
  const columns = keys.flatMap(({ column }) => column ?? [])
  const isUnique = numberIn(first, 'non_unique') === 0
  const isPlain = keys.every((key) => key.column !== undefined && Object.keys(key).length === 1)
  if (name === 'PRIMARY') {
    return {
      constraint: { kind: 'primaryKey', columns, ...(isPlain ? {} : { keys }), ...commented },
    }
  }
  const invisible = numberIn(first, 'invisible') === 1
  // What MariaDB keeps a unique key of long texts with, it chooses by itself.
  if (isUnique && isPlain && !invisible && (method === undefined || method === 'hash')) {
    return { constraint: { kind: 'unique', name, columns, ...commented } }
  }
  return {
    index: {
      name,
      keys,
      ...(isUnique && { unique: true }),
      ...(method !== undefined && !(isUnique && method === 'hash') && { method }),
      ...(invisible && { invisible: true }),
      ...commented,
    },
  }
}

function indexKey(row: Row, schema: string): IndexKey {
  const expression = textIn(row, 'expression')
  const prefix = numberIn(row, 'prefix')
  const isSpatial = /^(?:SPATIAL|RTREE)$/i.test(textOrEmpty(row, 'method'))
  return {
    ...(expression === undefined
      ? { column: textOrEmpty(row, 'column_name') }
      : { expression: withoutParentheses(ownText(unescaped(expression), schema)) }),
    ...(textIn(row, 'direction') === 'D' && { order: 'desc' }),
    ...(prefix !== undefined && !isSpatial && { prefix }),
  }
}

/** Absent where it is what the engine takes unless told otherwise. */
function methodOf(type: string, engine: string): string | undefined {
  const method = type.toLowerCase() === 'rtree' ? 'spatial' : type.toLowerCase()
  const usual = /^(?:memory|heap)$/i.test(engine) ? 'hash' : 'btree'
  return method === usual ? undefined : method
}
