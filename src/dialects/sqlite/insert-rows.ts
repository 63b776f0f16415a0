import type { InsertRows } from '../../operations/operation.ts'
import type { SqlValue } from '../../schema/values.ts'
import { TsmigError } from '../../support/errors.ts'
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
  const { columns, rows } = operation
  const table = quoteTableName(operation.table)
  if (columns.length === 0) return rows.map(() => ({ sql: `INSERT INTO ${table} DEFAULT VALUES` }))
  for (const index of rows.keys()) checkRow(operation, index)
  const size = Math.min(mostRows, Math.floor(mostPlaceholders / columns.length))
  const head = `INSERT INTO ${table} (${columns.map(quoteIdentifier).join(', ')}) VALUES `
  const group = `(${columns.map(() => '?').join(', ')})`
  const textFor = (count: number) => head + Array.from({ length: count }, () => group).join(', ')
  // One text for all that are full, which the driver needs to prepare once.
  const full = rows.length < size ? '' : textFor(size)
  const statements: Statement[] = []
  for (let start = 0; start < rows.length; start += size) {
    const end = Math.min(start + size, rows.length)
    statements.push({
      sql: end - start === size ? full : textFor(end - start),
      get bindings() {
        return bindingsOf(rows, start, end)
      },
    })
  }
  return statements
}

function checkRow({ table, columns, rows }: InsertRows, index: number): void {
  const row = rows[index] ?? []
  if (row.length !== columns.length) {
    throw new TsmigError(
      'row-length',
      `Row ${index + 1} for table "${table.name}" has ${row.length} values for ${columns.length} columns`,
      'Give each row one value for each column.',
    )
  }
  for (const value of row) if (!isEasy(value)) bindable(value)
}

/** Whether a value can be bound for sure: most can, and need no try. */
function isEasy(value: SqlValue): boolean {
  if (typeof value === 'number') return !Number.isNaN(value)
  return typeof value === 'string' || typeof value === 'boolean' || value === null
}

function bindingsOf(rows: InsertRows['rows'], start: number, end: number): readonly Bindable[] {
  const bindings: Bindable[] = []
  for (let index = start; index < end; index++) {
    for (const value of rows[index] ?? []) bindings.push(bindable(value))
  }
  return bindings
}
