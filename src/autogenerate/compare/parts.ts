import type {
  AddConstraint,
  CreateIndex,
  DropConstraint,
  DropIndex,
  Operation,
} from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint, Index, TableName } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { constraintAlteration } from './constraint.ts'
import { indexAlteration, type PartOwner } from './indexes.ts'

/** What of a list went, came, and stands in both with other contents. */
export interface PartDifferences<Part> {
  readonly dropped: readonly Part[]
  readonly added: readonly Part[]
  /** What alters those that needn't be dropped. */
  readonly altered: readonly Operation[]
}

/** What leads from one definition of a part to another; `undefined`: it has to be dropped and added. */
type Alteration<Part> = (was: Part, now: Part) => readonly Operation[] | undefined

/** Constraints by their names, those without by all that they say. */
export function compareConstraints(
  owner: PartOwner,
  before: readonly Constraint[],
  after: readonly Constraint[],
  dialect: DialectName,
): PartDifferences<Constraint> {
  const key = (one: Constraint) => (one.name === undefined ? JSON.stringify(one) : `"${one.name}`)
  return compareParts(before, after, key, (was, now) => constraintAlteration(owner, was, now, dialect))
}

/** Indexes by their names. */
export function compareIndexes(
  owner: PartOwner,
  before: readonly Index[],
  after: readonly Index[],
  dialect: DialectName,
): PartDifferences<Index> {
  return compareParts(
    before,
    after,
    ({ name }) => name,
    (was, now) => indexAlteration(owner, was, now, dialect),
  )
}

function compareParts<Part>(
  before: readonly Part[],
  after: readonly Part[],
  key: (part: Part) => string,
  alteration: Alteration<Part>,
): PartDifferences<Part> {
  const old = new Map(before.map((part) => [key(part), part]))
  const fresh = new Map(after.map((part) => [key(part), part]))
  const altered = new Map<string, readonly Operation[]>()
  for (const [name, was] of old) {
    const now = fresh.get(name)
    const operations = now === undefined ? undefined : isSame(was, now) ? [] : alteration(was, now)
    if (operations !== undefined) altered.set(name, operations)
  }
  return {
    dropped: before.filter((part) => !altered.has(key(part))),
    added: after.filter((part) => !altered.has(key(part))),
    altered: [...altered.values()].flat(),
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
