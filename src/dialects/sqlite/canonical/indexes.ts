import type { Index, IndexKey, TableName } from '../../../schema/model.ts'
import type { TableDefinition } from '../definition.ts'
import { parseIndex } from '../stored-sql.ts'
import { isName, sameName, tokenize, unquote } from '../tokenize.ts'
import { collationOf } from './constraint.ts'
import { bare, canonicalExpression } from './expression.ts'

/** A CREATE INDEX statement as a snapshot has it: without the order and the collations that go without saying. */
export function canonicalIndex(sql: string, table: TableName, definition: TableDefinition): Index {
  const columns = definition.columns.map(({ name }) => name)
  const { where, keys, ...rest } = parseIndex(sql, table, columns)
  return {
    ...rest,
    keys: keys.map((key) => canonicalKey(columnInParentheses(key, columns), definition, columns)),
    ...(where !== undefined && { where: canonicalExpression(where, columns) }),
  }
}

/** `(a)` is the column all the same. */
function columnInParentheses(key: IndexKey, columns: readonly string[]): IndexKey {
  const { expression, ...rest } = key
  const [name, ...more] = tokenize(expression === undefined ? '' : bare(expression))
  if (!isName(name) || more.length > 0) return key
  const column = columns.find((one) => sameName(one, unquote(name)))
  return column === undefined ? key : { column, ...rest }
}

function canonicalKey(
  { expression, order, collation, ...key }: IndexKey,
  definition: TableDefinition,
  columns: readonly string[],
): IndexKey {
  const own = key.column === undefined ? undefined : collationOf(definition, key.column)
  return {
    ...key,
    ...(expression !== undefined && { expression: canonicalExpression(expression, columns) }),
    ...(collation !== undefined && !(own !== undefined && sameName(own, collation)) && { collation }),
    ...(order === 'desc' && { order }),
  }
}
