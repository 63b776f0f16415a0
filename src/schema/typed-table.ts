import type { AnyColumn } from './column-builder.ts'
import type { ColumnList, ColumnRecord } from './define-table.ts'
import type { TableName } from './model.ts'

/** A table's name that remembers, for the type checker, what its rows look like. */
export interface TypedTable<Row, Insert> extends TableName {
  readonly '~row'?: Row
  readonly '~insert'?: Insert
}

/** The columns of a table that is typed; any name where it isn't. */
export type ColumnOf<Table> =
  Table extends TypedTable<infer Row, unknown> ? (unknown extends Row ? string : keyof Row & string) : string

/** What one row holds when it is read. */
export type RowOf<Columns extends ColumnRecord> = Flat<{
  -readonly [Name in keyof Columns]: ValueOf<Columns[Name]>
}>

/** What one row needs when it is inserted: a column that is nullable or has a default may be left out. */
export type InsertOf<Columns extends ColumnRecord> = Flat<
  {
    -readonly [Name in keyof Columns as MayOmit<Columns[Name]> extends true ? never : Name]: ValueOf<
      Columns[Name]
    >
  } & {
    -readonly [Name in keyof Columns as MayOmit<Columns[Name]> extends true ? Name : never]?: ValueOf<
      Columns[Name]
    >
  }
>

/** The typed table of a record of columns; of a list, whose names the types don't know, a loose one. */
export type TypedTableOf<Columns extends ColumnRecord | ColumnList> = Columns extends ColumnRecord
  ? TypedTable<RowOf<Columns>, InsertOf<Columns>>
  : TypedTable<Record<string, unknown>, Record<string, unknown>>

type ValueOf<Column> =
  Column extends AnyColumn<infer Row, infer Nullable, boolean>
    ? Row | (Nullable extends false ? never : null)
    : never

type MayOmit<Column> =
  Column extends AnyColumn<unknown, infer Nullable, infer HasDefault>
    ? [Nullable, HasDefault] extends [false, false]
      ? false
      : true
    : never

type Flat<T> = { [Key in keyof T]: T[Key] }
