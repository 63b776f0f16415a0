import type { InsertRows } from '../../operations/operation.ts'
import { TsmigError } from '../../support/errors.ts'
import type { Statement } from '../dialect.ts'
import { quoteIdentifier, quoteTableName } from '../identifier.ts'
import { bindable } from './literal.ts'

/** SQLite takes so many placeholders in a statement, unless it was built otherwise. */
const mostPlaceholders = 32_766
const mostRows = 500

/** INSERT statements of up to 500 rows each, with bindings that the driver takes as they are. */
export function compileInsertRows(operation: InsertRows): readonly Statement[] {
  const { columns, rows } = operation
  const table = quoteTableName(operation.table)
  if (columns.length === 0) return rows.map(() => ({ sql: `INSERT INTO ${table} DEFAULT VALUES` }))
  const size = Math.min(mostRows, Math.floor(mostPlaceholders / columns.length))
  const head = `INSERT INTO ${table} (${columns.map(quoteIdentifier).join(', ')}) VALUES `
  const group = `(${columns.map(() => '?').join(', ')})`
  const statements: Statement[] = []
  for (let start = 0; start < rows.length; start += size) {
    const chunk = rows.slice(start, start + size)
    const bindings = chunk.flatMap((row, index) => bindRow(operation, row, start + index))
    statements.push({ sql: head + chunk.map(() => group).join(', '), bindings })
  }
  return statements
}

function bindRow(operation: InsertRows, row: InsertRows['rows'][number], index: number): readonly unknown[] {
  if (row.length !== operation.columns.length) {
    throw new TsmigError(
      'row-length',
      `Row ${index + 1} for table "${operation.table.name}" has ${row.length} values for ${operation.columns.length} columns`,
      'Give each row one value for each column.',
    )
  }
  return row.map(bindable)
}
