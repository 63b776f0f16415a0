import type { Operation, TableChange } from '../operations/operation.ts'
import type { TableDefinition } from '../schema/define-table.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { Constraint, Index } from '../schema/model.ts'
import { columnsInTurn } from './column-order.ts'
import { compareColumns } from './compare-columns.ts'
import {
  additionOf,
  compareConstraints,
  compareIndexes,
  dropOf,
  indexCreationOf,
  indexDropOf,
  type PartDifferences,
} from './compare-parts.ts'
import { identifiersIn } from './identifiers-in.ts'

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
  const remade = new Set(columns.added.map(({ column }) => column.name))
  const standing = {
    constraints: before.table.constraints.filter((one) => !uses(one, remade)),
    indexes: before.indexes.filter((one) => !uses(one, remade)),
  }
  const constraints = withUsers(
    compareConstraints(standing.constraints, after.table.constraints),
    before.table.constraints,
    standing.constraints,
  )
  const indexes = withUsers(compareIndexes(standing.indexes, after.indexes), before.indexes, standing.indexes)
  const gone: readonly TableChange[] = [
    ...sorted(constraints.dropped, isForeignKey).map((one) => dropOf(table, one)),
    ...indexes.dropped.map((one) => indexDropOf(table, one)),
  ]
  const within: readonly TableChange[] = [
    ...columnsInTurn(columns),
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

/** What uses a column that is dropped and made again goes with it: it is dropped before, and comes back. */
function withUsers<Part>(
  { dropped, added }: PartDifferences<Part>,
  all: readonly Part[],
  standing: readonly Part[],
): PartDifferences<Part> {
  const kept = new Set(standing)
  return { dropped: [...dropped, ...all.filter((one) => !kept.has(one))], added }
}

function uses(part: Constraint | Index, columns: ReadonlySet<string>): boolean {
  if (columns.size === 0) return false
  const named = 'kind' in part ? constraintColumns(part) : indexColumns(part)
  return named.some((name) => columns.has(name))
}

function constraintColumns(constraint: Constraint): readonly string[] {
  switch (constraint.kind) {
    case 'check':
      return [...identifiersIn(constraint.expression)]
    case 'exclude':
      return indexColumns({ name: '', keys: constraint.elements })
    case 'foreignKey':
      return constraint.columns
    default:
      return [...constraint.columns, ...(constraint.include ?? [])]
  }
}

function indexColumns({ keys, include = [], where = '' }: Index): readonly string[] {
  return [
    ...keys.flatMap(({ column, expression }) => column ?? [...identifiersIn(expression ?? '')]),
    ...include,
    ...identifiersIn(where),
  ]
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
