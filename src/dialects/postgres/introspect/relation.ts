import type { TableName } from '../../../schema/model.ts'
import type { ColumnRow } from './column-row.ts'
import type { ConstraintRow } from './constraints.ts'
import type { IndexedTable, IndexRow } from './indexes.ts'
import type { RelationRow } from './relations.ts'
import type { SequenceRow } from './sequences.ts'

/** Rows about one table or view, put together. */
export interface Relation extends IndexedTable {
  readonly row: RelationRow
  readonly table: TableName
  readonly columns: readonly ColumnRow[]
  readonly constraints: readonly ConstraintRow[]
  readonly indexes: readonly IndexRow[]
  /** Sequences by the column they belong to. */
  readonly sequences: ReadonlyMap<number, SequenceRow>
}
