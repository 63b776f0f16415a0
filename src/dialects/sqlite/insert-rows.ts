import type { InsertRows } from '../../operations/operation.ts'
import { cellsOf } from '../../operations/row-cells.ts'
import type { SqlValue } from '../../schema/values.ts'
import type { Statement } from '../dialect.ts'
import { quoteIdentifier, quoteTableName } from '../identifier.ts'
import { type Bindable, bindable } from './literal.ts'

/** SQLite takes so many placeholders in a statement, unless it was built otherwise. */
const mostPlaceholders = 32_766
const mostRows = 500

/**
 * INSERT statements of up to 500 rows each. Their bindings are what the driver takes as it is, worked out when they are
 * asked for; values that can't be bound throw before.
 */
export function compileInsertRows(operation: InsertRows): readonly Statement[] {
  const { columns } = operation
  const { cells, count, areSimple } = cellsOf(operation)
  const table = quoteTableName(operation.table)
  const width = columns.length
  if (width === 0)
    return Array.from({ length: count }, () => ({ sql: `INSERT INTO ${table} DEFAULT VALUES` }))
  if (!areSimple) for (const value of cells) bindable(value)
  const size = Math.min(mostRows, Math.floor(mostPlaceholders / width))
  const head = `INSERT INTO ${table} (${columns.map(quoteIdentifier).join(', ')}) VALUES `
  const group = `(${columns.map(() => '?').join(', ')})`
  const textFor = (rows: number) => head + Array.from({ length: rows }, () => group).join(', ')
  // One text for all that are full, which the driver needs to prepare once.
  const full = count < size ? '' : textFor(size)
  const statements: Statement[] = []
  for (let start = 0; start < count; start += size) {
    const end = Math.min(start + size, count)
    statements.push({
      sql: end - start === size ? full : textFor(end - start),
      get bindings() {
        return boundCells(cells, start * width, end * width)
      },
    })
  }
  return statements
}

/** Not by `map`: in one loop, most values are told apart without a call. */
function boundCells(cells: readonly SqlValue[], from: number, to: number): readonly Bindable[] {
  const bound = new Array<Bindable>(to - from)
  for (let at = from; at < to; at++) {
    const value = cells[at] ?? null
    bound[at - from] = typeof value === 'string' ? value : bindable(value)
  }
  return bound
}
