import { isDeepStrictEqual } from 'node:util'
import type { AddConstraint, CreateIndex, DropConstraint, DropIndex } from '../operations/operation.ts'
import type { Constraint, Index, TableName } from '../schema/model.ts'

/** What of a list went, came, and stands in both with other contents. */
export interface PartDifferences<Part> {
  readonly dropped: readonly Part[]
  readonly added: readonly Part[]
}

/**
 * Constraints by their names, those without by all that they say. One that changed is dropped and added: no database
 * alters a constraint.
 */
export function compareConstraints(
  before: readonly Constraint[],
  after: readonly Constraint[],
): PartDifferences<Constraint> {
  return compareParts(before, after, (one) => (one.name === undefined ? JSON.stringify(one) : `"${one.name}`))
}

/** Indexes by their names. */
export function compareIndexes(before: readonly Index[], after: readonly Index[]): PartDifferences<Index> {
  return compareParts(before, after, ({ name }) => name)
}

function compareParts<Part>(
  before: readonly Part[],
  after: readonly Part[],
  key: (part: Part) => string,
): PartDifferences<Part> {
  const old = new Map(before.map((part) => [key(part), part]))
  const fresh = new Map(after.map((part) => [key(part), part]))
  return {
    dropped: before.filter((part) => !isDeepStrictEqual(fresh.get(key(part)), part)),
    added: after.filter((part) => !isDeepStrictEqual(old.get(key(part)), part)),
  }
}

/** The dropping of a constraint, with what it was. */
export function dropOf(table: TableName, constraint: Constraint): DropConstraint {
  return {
    kind: 'dropConstraint',
    table,
    name: constraint.name ?? '',
    type: constraint.kind,
    was: constraint,
  }
}

/** The adding of a constraint. */
export function additionOf(table: TableName, constraint: Constraint): AddConstraint {
  return { kind: 'addConstraint', table, constraint }
}

/** The dropping of an index, with what it was. */
export function indexDropOf(table: TableName, index: Index): DropIndex {
  return { kind: 'dropIndex', name: index.name, table, was: index }
}

/** The making of an index. */
export function indexCreationOf(table: TableName, index: Index): CreateIndex {
  return { kind: 'createIndex', table, index }
}
