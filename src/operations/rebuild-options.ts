import type { ColumnType } from '../schema/column-type.ts'
import type { Constraint, Index, Table } from '../schema/model.ts'
import type { NamingConvention } from '../schema/naming.ts'

/** What is told of a table that is rebuilt, beside its changes: SQLite. */
export interface RebuildOptions {
  /** The table as it is before, in place of what the database says of it. */
  readonly copyFrom?: { readonly table: Table; readonly indexes: readonly Index[] }
  /** Lists of columns, by their new names, that are to stand in that order. */
  readonly partialReordering?: readonly (readonly string[])[]
  /** What the new table has in addition. */
  readonly constraints?: readonly Constraint[]
  readonly indexes?: readonly Index[]
  readonly strict?: boolean
  readonly withoutRowid?: boolean
  /** The two before, so that they can be reversed. */
  readonly was?: { readonly strict?: boolean; readonly withoutRowid?: boolean }
  /** Types of columns as they are before, in place of those that the database declares. */
  readonly columnTypes?: Readonly<Record<string, ColumnType>>
  /** Names for constraints that have none. */
  readonly naming?: NamingConvention
}
