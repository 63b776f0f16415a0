import type { Operation, TableChange } from '../operations/operation.ts'
import type { TableDefinition } from '../schema/define-table.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import { compareColumns } from './compare-columns.ts'
import {
  additionOf,
  compareConstraints,
  compareIndexes,
  dropOf,
  indexCreationOf,
  indexDropOf,
} from './compare-parts.ts'

/** How a table that stands in both has to change, by the time at which it may. */
export interface TableDifferences {
  /** What goes before anything else: foreign keys, other constraints, indexes. */
  readonly first: readonly Operation[]
  /** Columns, and the constraints and indexes that need them. */
  readonly changes: readonly Operation[]
  /** Foreign keys, when all tables are there. */
  readonly last: readonly Operation[]
  /** The columns that are dropped or get another type. */
  readonly touched: readonly string[]
}

/** Compares two tables of one name. On SQLite all changes are one, so that the table is rebuilt once. */
export function compareTables(
  before: TableDefinition,
  after: TableDefinition,
  dialect: DialectName,
): TableDifferences {
  const { table } = after.table
  const columns = compareColumns(table, before.table.columns, after.table.columns, dialect)
  const constraints = compareConstraints(before.table.constraints, after.table.constraints)
  const indexes = compareIndexes(before.indexes, after.indexes)
  const gone: readonly TableChange[] = [
    ...sorted(constraints.dropped, isForeignKey).map((one) => dropOf(table, one)),
    ...indexes.dropped.map((one) => indexDropOf(table, one)),
  ]
  const dropsFirst = columns.added.some(({ column }) =>
    columns.dropped.some((one) => one.column === column.name),
  )
  const within: readonly TableChange[] = [
    ...(dropsFirst ? columns.dropped : []),
    ...columns.added,
    ...columns.altered,
    ...(dropsFirst ? [] : columns.dropped),
    ...constraints.added.filter((one) => !isForeignKey(one)).map((one) => additionOf(table, one)),
    ...indexes.added.map((one) => indexCreationOf(table, one)),
  ]
  const keys = constraints.added.filter(isForeignKey).map((one) => additionOf(table, one))
  const touched = [
    ...columns.dropped.map(({ column }) => column),
    ...columns.altered
      .filter(({ to }) => to.type !== undefined || to.collation !== undefined)
      .map(({ column }) => column),
  ]
  const comment = tableComment(before, after)
  if (dialect !== 'sqlite') return { first: gone, changes: [...within, ...comment], last: keys, touched }
  const changes = [...gone, ...within, ...keys]
  return {
    first: [],
    changes:
      changes.length === 0 ? comment : [{ kind: 'alterTable', table, changes, recreate: 'auto' }, ...comment],
    last: [],
    touched: [],
  }
}

function isForeignKey({ kind }: { readonly kind: string }): boolean {
  return kind === 'foreignKey'
}

/** Those that are `first` before the others. */
function sorted<Part>(parts: readonly Part[], first: (part: Part) => boolean): readonly Part[] {
  return [...parts.filter(first), ...parts.filter((part) => !first(part))]
}

function tableComment({ table: was }: TableDefinition, { table }: TableDefinition): readonly Operation[] {
  if (was.comment === table.comment) return []
  return [
    {
      kind: 'setComment',
      on: { type: 'table', table: table.table },
      comment: table.comment ?? null,
      was: was.comment ?? null,
    },
  ]
}
