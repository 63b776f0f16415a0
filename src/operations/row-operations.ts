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

/**
 * `op.bulkInsert` as data. Columns stand in the order in which the rows first name them.
 * Throws `OperationError` for a row that lacks a column, and `DefinitionError` for a value that no cell can hold.
 */
export function insertRows(table: TableName, rows: readonly object[]): InsertRows {
  if (!Array.isArray(rows)) {
    throw new OperationError(
      `The rows for ${table.name} are no list but ${typeof rows}`,
      'Give a list of objects: [{ id: 1, name: … }].',
    )
  }
  const columns = columnsOf(table, rows)
  return deepFreeze({
    kind: 'insertRows',
    table,
    columns,
    rows: rows.map((row, index) => columns.map((column) => cellOf(table, row, index, column))),
  })
}

function columnsOf(table: TableName, rows: readonly unknown[]): readonly string[] {
  const columns = new Set<string>()
  for (const [index, row] of rows.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new OperationError(
        `Row ${index + 1} for ${table.name} is no object`,
        'Give each row as an object: { id: 1, name: … }.',
      )
    }
    for (const column of Object.keys(row)) columns.add(column)
  }
  return [...columns]
}

function cellOf(table: TableName, row: object, index: number, column: string): SqlValue {
  const where = `Row ${index + 1} for ${table.name}`
  if (!Object.hasOwn(row, column)) {
    throw new OperationError(
      `${where} has no ${column}, which other rows have`,
      'Write null for no value; where the default is meant, insert the rows without it in a call of their own.',
    )
  }
  const value = (row as Readonly<Record<string, unknown>>)[column]
  if (isTaggedSql(value)) {
    throw new OperationError(
      `${where} has SQL for its ${column}: rows hold values`,
      'Write the INSERT out with op.execute, or work the value out first.',
    )
  }
  return frozenValue(value, `${where}: ${column}`)
}
