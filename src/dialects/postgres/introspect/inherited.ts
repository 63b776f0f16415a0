import type { ColumnRow } from './column-row.ts'
import type { ConstraintRow } from './constraints.ts'
import type { Relation } from './relation.ts'

/** What of a table is its own, and not what it has from other tables. */
interface OwnParts {
  readonly columns: readonly ColumnRow[]
  readonly constraints: readonly ConstraintRow[]
}

/**
 * A partition has the columns of its table: none of its own where they are the same, and else all of them, with the
 * checks that it has to bring along. An heir has those that it defines itself, and those that it changed.
 */
export function ownParts(relation: Relation, relations: ReadonlyMap<number, Relation>): OwnParts {
  const { row, columns } = relation
  if (row.parents === null) return relation
  const parents = row.parents.split(' ').flatMap((oid) => relations.get(Number(oid)) ?? [])
  const constraints = relation.constraints.filter(({ local }) => local)
  if (row.bounds !== null) {
    if (isLike(columns, parents)) return { columns: [], constraints }
    return { columns: columns.map(withoutIdentity), constraints: relation.constraints }
  }
  return { columns: columns.flatMap((column) => ownColumn(column, parents)), constraints }
}

function isLike(columns: readonly ColumnRow[], [table]: readonly Relation[]): boolean {
  return (
    table !== undefined &&
    table.columns.length === columns.length &&
    columns.every((column, at) => isSame(column, table.columns[at]))
  )
}

/** The identity of a column is that of the partitioned table's. */
function withoutIdentity(column: ColumnRow): ColumnRow {
  return { ...column, identity: null }
}

function ownColumn(column: ColumnRow, parents: readonly Relation[]): readonly ColumnRow[] {
  if (column.onlyInherited === null) return [column]
  const inherited = parents.flatMap(({ columns }) => columns.filter(({ name }) => name === column.name))
  return inherited.some((one) => isSame(column, one)) ? [] : [{ ...column, inherited: true }]
}

const compared = [
  'name',
  'type',
  'notNull',
  'default',
  'generated',
  'collation',
  'storage',
  'compression',
  'statistics',
] as const satisfies readonly (keyof ColumnRow)[]

/** A comment is never inherited, nor are options. */
function isSame(column: ColumnRow, other: ColumnRow | undefined): boolean {
  if (other === undefined || column.comment !== null || column.options !== null) return false
  // Only one of its own has a name of its own.
  if (column.notNullParts !== null && column.notNullParts !== other.notNullParts) return false
  return compared.every((part) => column[part] === other[part])
}
