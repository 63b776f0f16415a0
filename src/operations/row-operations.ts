import { deepFreeze, frozenValue } from '../schema/freeze.ts'
import type { TableName } from '../schema/model.ts'
import type { TypedTable } from '../schema/typed-table.ts'
import { isTaggedSql, type SqlValue } from '../schema/values.ts'
import { OperationError } from './errors.ts'
import type { InsertRows } from './operation.ts'
import { isSimple, type RowCells, rowsOfCells } from './row-cells.ts'

/** What a row inserted into `Table` may hold: its columns where the table is typed, anything where it isn't. */
export type InsertedRow<Table> =
  Table extends TypedTable<unknown, infer Insert> ? (unknown extends Insert ? object : Insert) : object

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
  const { columns, ...cells } = evenCells(table, rows, before) ?? unevenCells(table, rows, before)
  return rowsOfCells(deepFreeze(table), Object.freeze(columns), { ...cells, count: rows.length })
}

interface Read extends Omit<RowCells, 'count'> {
  readonly columns: readonly string[]
}

/** Rows that all name the same columns in the same order, as most do: each is gone through once. */
function evenCells(table: TableName, rows: readonly object[], before?: RowsBefore): Read | undefined {
  const columns = before?.columns ?? Object.keys(isRow(rows[0]) ? rows[0] : {})
  const width = columns.length
  const cells = new Array<SqlValue>(rows.length * width)
  let areSimple = true
  for (let index = 0; index < rows.length; index++) {
    const row: unknown = rows[index]
    if (!isRow(row) || inherits(row)) return undefined
    let at = 0
    for (const name in row) {
      if (name !== columns[at]) return undefined
      const value = row[name]
      if (isSimple(value)) cells[index * width + at++] = value
      else {
        cells[index * width + at++] = cellOf(value, { table, index: index + (before?.count ?? 0) }, name)
        areSimple = false
      }
    }
    if (at !== width) return undefined
  }
  return { columns, cells, areSimple }
}

function unevenCells(table: TableName, rows: readonly unknown[], before?: RowsBefore): Read {
  const first = before?.count ?? 0
  const known = new Set(before?.columns)
  const checked = rows.map((row, at) => {
    const place = { table, index: first + at }
    if (!isRow(row)) throw noObject(place)
    for (const name of Object.keys(row)) {
      if (before !== undefined && !known.has(name)) throw added(place, name)
      known.add(name)
    }
    return row
  })
  const columns = [...known]
  const cells = checked.flatMap((row, at) => {
    const place = { table, index: first + at }
    return columns.map((column) => {
      if (!Object.hasOwn(row, column)) throw missing(place, column)
      const value = row[column]
      return cellOf(value, place, column)
    })
  })
  return { columns, cells, areSimple: cells.every(isSimple) }
}

function isRow(row: unknown): row is Readonly<Record<string, unknown>> {
  return typeof row === 'object' && row !== null && !Array.isArray(row)
}

/** Whether what `in` finds may be another's. */
function inherits(row: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(row)
  return prototype !== Object.prototype && prototype !== null
}

/** A row among all that go into a table, from 0. */
interface Place {
  readonly table: TableName
  readonly index: number
}

function cellOf(value: unknown, place: Place, column: string): SqlValue {
  if (isTaggedSql(value)) {
    throw new OperationError(
      `${spell(place)} has SQL for its ${column}: rows hold values`,
      'Write the INSERT out with op.execute, or work the value out first.',
    )
  }
  return frozenValue(value, `${spell(place)}: ${column}`)
}

function spell({ table, index }: Place): string {
  return `Row ${index + 1} for ${table.name}`
}

function noObject(place: Place): OperationError {
  return new OperationError(`${spell(place)} is no object`, 'Give each row as an object: { id: 1, name: … }.')
}

function missing(place: Place, column: string): OperationError {
  return new OperationError(
    `${spell(place)} has no ${column}, which other rows have`,
    'Write null for no value; where the default is meant, insert the rows without it in a call of their own.',
  )
}

function added(place: Place, column: string): OperationError {
  return new OperationError(
    `${spell(place)} has ${column}, which the rows before it don't have`,
    'Give each row the same columns: with null where one has no value.',
  )
}
