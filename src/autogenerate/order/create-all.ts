import type { Operation } from '../../operations/operation.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint, ForeignKey, TableName } from '../../schema/model.ts'
import type { SchemaObject, Sequence } from '../../schema/objects.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { type Made, needsOf } from './dependencies.ts'
import { inOrder } from './order.ts'

/**
 * The operations that make all that a snapshot holds in an empty database, each after what it needs. Foreign keys
 * that go in circles are added at the end, but on SQLite, which takes them before the table they point at is there.
 */
export function createAll(snapshot: SchemaSnapshot, dialect: DialectName): readonly Operation[] {
  const made = new Set<string>()
  const first: Operation[] = []
  const last: Operation[] = []
  const watching: Operation[] = []
  for (const part of partsInOrder(snapshot, dialect)) {
    if (part.kind === 'table') {
      const { create, later } = createTable(part.definition, dialect === 'sqlite' ? undefined : made)
      first.push(create)
      last.push(...later)
    } else {
      const { object } = part
      const turn = isWatching(object) ? watching : first
      turn.push({ kind: 'createObject', object: object.type === 'sequence' ? withoutOwner(object) : object })
      if (object.type === 'sequence' && object.ownedBy !== undefined) last.push(owned(object))
    }
  }
  return [...first, ...last, ...watching]
}

/** An event trigger: it would fire for what is made or dropped while it is there. */
export function isWatching(object: SchemaObject): boolean {
  return object.type === 'other' && object.what === 'event trigger'
}

/** The tables and objects of a snapshot, each after what it needs. */
export function partsInOrder({ tables, objects }: SchemaSnapshot, dialect: DialectName): readonly Made[] {
  const parts = inTurns(tables, objects)
  const order = inOrder(needsOf(parts, dialect).map((needs) => ({ needs })))
  return order.flatMap((at) => parts[at] ?? [])
}

/** Objects that tables may need stand before them, others behind: what needs nothing stays in this order. */
function inTurns(tables: readonly TableDefinition[], objects: readonly SchemaObject[]): readonly Made[] {
  const asPart = (object: SchemaObject): Made => ({ kind: 'object', object })
  return [
    ...objects.filter(({ type }) => before.has(type)).map(asPart),
    ...tables.map((definition): Made => ({ kind: 'table', definition })),
    ...objects.filter(({ type }) => !before.has(type)).map(asPart),
  ]
}

const before: ReadonlySet<SchemaObject['type']> = new Set([
  'schema',
  'extension',
  'enum',
  'composite',
  'domain',
  'sequence',
])

/**
 * The making of a table, and of those of its foreign keys whose tables are not `made` yet; undefined: it doesn't
 * matter, as on SQLite.
 */
export function createTable(
  { table, indexes }: TableDefinition,
  made: Set<string> | undefined,
): { readonly create: Operation; readonly later: readonly Operation[] } {
  const key = qualifiedKey(table.table)
  made?.add(key)
  const isLater = (constraint: Constraint): constraint is ForeignKey =>
    made !== undefined &&
    constraint.kind === 'foreignKey' &&
    !made.has(qualifiedKey(constraint.references.table))
  const later = table.constraints.filter(isLater)
  const constraints = table.constraints.filter((one) => !isLater(one))
  return {
    create: {
      kind: 'createTable',
      table: later.length === 0 ? table : { ...table, constraints },
      ...(indexes.length > 0 && { indexes }),
    },
    later: later.map((constraint) => addition(table.table, constraint)),
  }
}

function addition(table: TableName, constraint: Constraint): Operation {
  return { kind: 'addConstraint', table, constraint }
}

/** A sequence that stands by itself. */
export function withoutOwner({ ownedBy: _, ...sequence }: Sequence): Sequence {
  return sequence
}

/** Gives a sequence to its column: one that a default takes numbers from is there before the column. */
export function owned(sequence: Sequence): Operation {
  const { name, schema, ownedBy } = sequence
  return {
    kind: 'alterSequence',
    sequence: { name, ...(schema !== undefined && { schema }) },
    to: ownedBy === undefined ? {} : { ownedBy },
    was: withoutOwner(sequence),
  }
}
