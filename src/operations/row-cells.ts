import type { TableName } from '../schema/model.ts'
import type { SqlValue } from '../schema/values.ts'
import { TsmigError } from '../support/errors.ts'
import type { InsertRows } from './operation.ts'

/** The cells of all rows in one list, row behind row: with a list for each, who collects the garbage has the most to do. */
export interface RowCells {
  readonly cells: readonly SqlValue[]
  readonly count: number
  /** All of them are simple: no column and no database needs a look at each. */
  readonly areSimple: boolean
}

/** What most cells hold, and every database takes. */
export function isSimple(value: unknown): value is string | number | boolean | null {
  return (
    typeof value === 'string' ||
    (typeof value === 'number' && !Number.isNaN(value)) ||
    typeof value === 'boolean' ||
    value === null
  )
}

const kept = Symbol('cells')

/** An operation that has its cells in one list; its `rows` are made where somebody asks for them. */
export function rowsOfCells(table: TableName, columns: readonly string[], given: RowCells): InsertRows {
  let rows: InsertRows['rows'] | undefined
  const operation: InsertRows = {
    kind: 'insertRows',
    table,
    columns,
    get rows() {
      rows ??= split(given, columns.length)
      return rows
    },
  }
  return Object.freeze(Object.defineProperty(operation, kept, { value: given }))
}

/** The cells of an operation, wherever it comes from. Throws `row-length` where a row has more or fewer than columns. */
export function cellsOf(operation: InsertRows): RowCells {
  if (kept in operation) return operation[kept] as RowCells
  const { table, columns, rows } = operation
  for (const [index, row] of rows.entries()) {
    if (row.length === columns.length) continue
    throw new TsmigError(
      'row-length',
      `Row ${index + 1} for table "${table.name}" has ${row.length} values for ${columns.length} columns`,
      'Give each row one value for each column.',
    )
  }
  const cells = rows.flat() as SqlValue[]
  return { cells, count: rows.length, areSimple: cells.every(isSimple) }
}

/** How many rows there are: without a look at them. */
export function rowCount(operation: InsertRows): number {
  return kept in operation ? (operation[kept] as RowCells).count : operation.rows.length
}

function split({ cells, count }: RowCells, width: number): InsertRows['rows'] {
  const rows = Array.from({ length: count }, (_, at) =>
    Object.freeze(cells.slice(at * width, (at + 1) * width)),
  )
  return Object.freeze(rows)
}
