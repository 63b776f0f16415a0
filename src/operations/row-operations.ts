import { deepFreeze, frozenValue } from '../schema/freeze.ts'
import type { TableName } from '../schema/model.ts'
import type { TypedTable } from '../schema/typed-table.ts'
import { isTaggedSql, type SqlValue } from '../schema/values.ts'
import { OperationError } from './errors.ts'
import type { InsertRows } from './operation.ts'

/** What a row inserted into `Table` may hold: its columns where the table is typed, anything where it isn't. */
export type InsertedRow<Table> =
  Table extends TypedTable<unknown, infer Insert>
    ? unknown extends Insert
      ? Readonly<Record<string, unknown>>
      : Insert
    : Readonly<Record<string, unknown>>

/** The rows that came before those of an operation. */
export interface RowsBefore {
  readonly count: number
  /** The columns that they have, and so must all. */
  readonly columns: readonly string[]
}

/**
 * `op.bulkInsert` as data. Columns stand in the order in which the rows first name them.
 * Throws `OperationError` for a row that lacks a column, and `DefinitionError` for a value that no cell can hold.
 */
export function insertRows(table: TableName, rows: readonly object[], before?: RowsBefore): InsertRows {
  if (!Array.isArray(rows)) {
    throw new OperationError(
      `The rows for ${table.name} are no list but ${typeof rows}`,
      'Give a list of objects, [{ id: 1, name: … }], or an iterable of them.',
    )
  }
  const { columns, isEven } = columnsOf(table, rows, before)
  const count = before?.count ?? 0
  const cells = rows.map((row, at) =>
    Object.freeze(cellsOf(table, row, { index: count + at, columns, isEven })),
  )
  return Object.freeze({
    kind: 'insertRows',
    table: deepFreeze(table),
    columns: Object.freeze(columns),
    rows: Object.freeze(cells),
  })
}

/** `isEven`: each row names the same columns, in the same order. */
function columnsOf(
  table: TableName,
  rows: readonly unknown[],
  before: RowsBefore | undefined,
): { columns: string[]; isEven: boolean } {
  let first = before?.columns
  let all: Set<string> | undefined
  for (const [index, row] of rows.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new OperationError(
        `${whereOf(table, (before?.count ?? 0) + index)} is no object`,
        'Give each row as an object: { id: 1, name: … }.',
      )
    }
    first ??= Object.keys(row)
    if (all === undefined && names(row, first)) continue
    all ??= new Set(first)
    for (const name of Object.keys(row)) {
      if (before !== undefined && !all.has(name)) throw added(table, before.count + index, name)
      all.add(name)
    }
  }
  return { columns: [...(all ?? first ?? [])], isEven: all === undefined }
}

/** Whether a row has these columns in this order: without a list of its own of each. */
function names(row: object, columns: readonly string[]): boolean {
  let at = 0
  for (const name in row) if (name !== columns[at++]) return false
  return at === columns.length
}

interface Place {
  readonly index: number
  readonly columns: readonly string[]
  readonly isEven: boolean
}

/** There may be very many: what says where a cell is, is put together only where that is to be told. */
function cellsOf(table: TableName, row: object, { index, columns, isEven }: Place): SqlValue[] {
  const cells = new Array<SqlValue>(columns.length)
  for (const [at, column] of columns.entries()) {
    if (!isEven && !Object.hasOwn(row, column)) throw missing(table, index, column)
    const value = (row as Readonly<Record<string, unknown>>)[column]
    const isPlain = value === null || typeof value === 'string' || typeof value === 'number'
    cells[at] = isPlain || typeof value === 'boolean' ? value : cellOf(value, whereOf(table, index), column)
  }
  return cells
}

function cellOf(value: unknown, where: string, column: string): SqlValue {
  if (isTaggedSql(value)) {
    throw new OperationError(
      `${where} has SQL for its ${column}: rows hold values`,
      'Write the INSERT out with op.execute, or work the value out first.',
    )
  }
  return frozenValue(value, `${where}: ${column}`)
}

function whereOf(table: TableName, index: number): string {
  return `Row ${index + 1} for ${table.name}`
}

function missing(table: TableName, index: number, column: string): OperationError {
  return new OperationError(
    `${whereOf(table, index)} has no ${column}, which other rows have`,
    'Write null for no value; where the default is meant, insert the rows without it in a call of their own.',
  )
}

function added(table: TableName, index: number, column: string): OperationError {
  return new OperationError(
    `${whereOf(table, index)} has ${column}, which the rows before it don't have`,
    'Give each row the same columns: with null where one has no value.',
  )
}
