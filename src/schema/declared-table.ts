import {
  type ColumnList,
  type ColumnRecord,
  type LooseTableParts,
  type TableDefinition,
  type TableOptions,
  type TableParts,
  tableDefinition,
} from './define-table.ts'
import { deepFreeze } from './freeze.ts'
import { indexName } from './index-definition.ts'
import type { TableName } from './model.ts'
import { nameOf } from './names.ts'
import type { InheritingOptions } from './table-options.ts'
import type { TypedTable, TypedTableOf } from './typed-table.ts'

/** A table as it is declared: usable wherever a table's name is, and typed by its columns. */
export interface DeclaredTable<Row = Record<string, unknown>, Insert = Record<string, unknown>>
  extends TypedTable<Row, Insert> {
  readonly type: 'table'
  readonly definition: TableDefinition
  /** The indexes that were given no name: a naming convention may give them another. */
  readonly unnamedIndexes: readonly string[]
  /** What the table was called before; no part of the definition. */
  readonly formerName?: string
  /** The columns that were called otherwise before. */
  readonly renamedColumns: readonly { readonly from: string; readonly to: string }[]
}

/** What may stand beside the columns of a declared table. */
export interface DeclaredTableOptions extends TableOptions {
  /**
   * What the table was called before, in the same schema: autogenerate renames it where a table of that name is there,
   * and has no further use for this.
   */
  readonly renamedFrom?: string
}

/**
 * Declares a table: `table('account', { id: t.bigint().identity().primaryKey() }, (c) => [index(c.id)])`.
 * Throws `DefinitionError` for names that don't fit together.
 */
export function table<const Columns extends ColumnRecord | ColumnList>(
  name: string | TableName,
  columns: Columns,
  parts?: TableParts<Columns>,
  options?: DeclaredTableOptions,
): DeclaredTableOf<Columns>
/** The same for one that inherits: its constraints and indexes may name columns of its parents. */
export function table<const Columns extends ColumnRecord | ColumnList>(
  name: string | TableName,
  columns: Columns,
  parts: LooseTableParts<Columns>,
  options: DeclaredTableOptions & InheritingOptions,
): DeclaredTableOf<Columns>
export function table<const Columns extends ColumnRecord | ColumnList>(
  name: string | TableName,
  columns: Columns,
  parts: LooseTableParts<Columns> = [],
  { renamedFrom, ...options }: DeclaredTableOptions = {},
): DeclaredTableOf<Columns> {
  const unnamed: string[] = []
  const definition = tableDefinition(name, columns, parts, options, (of, index) => {
    const made = indexName(of, index)
    if (index.name === undefined) unnamed.push(made)
    return made
  })
  return Object.freeze({
    type: 'table',
    ...definition.table.table,
    definition,
    unnamedIndexes: Object.freeze(unnamed),
    ...(renamedFrom !== undefined && {
      formerName: nameOf(renamedFrom, `The former name of ${definition.table.table.name}`),
    }),
    renamedColumns: deepFreeze(renamedColumns(columns)),
  })
}

function renamedColumns(columns: ColumnRecord | ColumnList): DeclaredTable['renamedColumns'] {
  const pairs: ColumnList = isColumnList(columns) ? columns : Object.entries(columns)
  return pairs.flatMap(([to, { formerName: from }]) => (from === undefined ? [] : [{ from, to }]))
}

function isColumnList(columns: ColumnRecord | ColumnList): columns is ColumnList {
  return Array.isArray(columns)
}

type DeclaredTableOf<Columns extends ColumnRecord | ColumnList> = DeclaredTable<
  RowIn<TypedTableOf<Columns>>,
  InsertIn<TypedTableOf<Columns>>
>

type RowIn<Table> = Table extends TypedTable<infer Row, unknown> ? Row : never
type InsertIn<Table> = Table extends TypedTable<infer _, infer Insert> ? Insert : never

/** What a row of a declared table holds: `Row<typeof account>`. */
export type Row<Table extends TypedTable<unknown, unknown>> = RowIn<Table>

/** What an insert into it needs: columns that are nullable or have a default may be left out. */
export type InsertRow<Table extends TypedTable<unknown, unknown>> = InsertIn<Table>

/** What an update of it may set. */
export type UpdateRow<Table extends TypedTable<unknown, unknown>> = Partial<RowIn<Table>>
