import type { Operation } from '../operations/operation.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import { isSame } from '../schema/same.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../schema/snapshot.ts'
import {
  type ObjectChanges,
  objectChanges,
  type TableChanges,
  tableChanges,
} from './compare/changed-parts.ts'
import { disowned, droppings } from './compare/droppings.ts'
import { withKeysAround } from './compare/keys-around.ts'
import { followingExtensions } from './compare/moved-extensions.ts'
import { replacedEnums } from './compare/replaced-enums.ts'
import { routinesInTheWay } from './compare/routines-in-the-way.ts'
import { sequencesAlong } from './compare/sequences-along.ts'
import { withoutUncomputing } from './compare/uncomputing.ts'
import { createTable, isWatching, owned, partsInOrder, withoutOwner } from './order/create-all.ts'
import type { Made } from './order/dependencies.ts'
import { apart } from './order/names-apart.ts'
import { namesGiven, namesTaken } from './order/names-taken.ts'
import { withLivingFollowed } from './order/trigger-order.ts'
import { withUsers } from './order/with-users.ts'
import { alignedNames } from './renames/aligned-names.ts'
import { alignedSequences } from './renames/aligned-sequences.ts'

/**
 * The operations that lead from one schema to another, both in the server's spelling, in an order that works: what
 * stands in the way goes first, then come tables and objects each after what it needs, then foreign keys; what is
 * gone is dropped at the end, unless something new takes its name. Event triggers go before all that, and come
 * behind it. Constraints and indexes of which nothing but the name differs are renamed at the very start, and so are the
 * sequences of identities. Pure, and linear in the number of parts.
 */
export function compare(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  dialect: DialectName,
): readonly Operation[] {
  if (isSame(before.tables, after.tables) && isSame(before.objects, after.objects)) return []
  const following = dialect === 'postgres' ? followingExtensions(before, after) : before
  const { operations, snapshot } = alignedNames(following, after, dialect)
  const aligned = dialect === 'postgres' ? alignedSequences(snapshot, after) : { operations: [], snapshot }
  const wanted = dialect === 'mysql' ? withLivingFollowed(snapshot, after) : after
  return [...operations, ...aligned.operations, ...changes(aligned.snapshot, wanted, dialect)]
}

function changes(actual: SchemaSnapshot, after: SchemaSnapshot, dialect: DialectName): readonly Operation[] {
  const routines = dialect === 'postgres' ? routinesInTheWay(actual, after) : undefined
  const before = routines?.standing ?? actual
  const enums = dialect === 'postgres' ? replacedEnums(before, after) : undefined
  const standing = enums?.standing ?? before
  const makingWay = { converted: enums?.converted, ...(routines && { recomputed: routines.recomputed }) }
  const changed = withKeysAround(tableChanges(standing, after, dialect, makingWay), dialect, enums?.converted)
  const { tables, uncomputed } = withoutUncomputing(changed, routines?.recomputed)
  const along = sequencesAlong(tables, objectChanges(standing, after, dialect, tables, enums?.operations))
  const { objects } = along
  const old = partsInOrder(standing, dialect).toReversed()
  const fresh = partsInOrder(after, dialect)
  const altered = [...tables.altered.values()]
  const taken = new Set([
    ...fresh.filter((part) => isNew(part, tables, objects)).flatMap((part) => namesTaken(part, dialect)),
    ...altered.flatMap(({ changes, last }) => namesGiven([...changes, ...last], dialect)),
    ...[...objects.altered.values()].flatMap((operations) => namesGiven(operations, dialect)),
  ])
  const isGone = (part: Made) => isRemoved(part, tables, objects)
  const isRemade = (part: Made) => part.kind === 'object' && objects.remade.has(objectKey(part.object))
  const collides = (part: Made) => isGone(part) && namesTaken(part, dialect).some((name) => taken.has(name))
  const goesFirst = (part: Made) =>
    isRemade(part) || collides(part) || (isGone(part) && (isOnTable(part) || pointsAtChanging(part, tables)))
  const dropped = withUsers(old, new Set(old.filter(goesFirst)), isGone, dialect)
  const [watchers, notWatching] = apartWatchers(old.filter((part) => dropped.has(part)))
  const isComputing = (part: Made) =>
    uncomputed.length > 0 && part.kind === 'object' && routines?.isInTheWay(part.object) === true
  const first = notWatching.filter((part) => !isComputing(part))
  const computing = notWatching.filter(isComputing)
  const last = old.filter((part) => isGone(part) && !dropped.has(part))
  const goneBefore = new Set(
    [...dropped].flatMap((part) =>
      part.kind === 'table' ? [qualifiedKey(part.definition.table.table)] : [],
    ),
  )
  const inTheWay = [
    ...altered.flatMap((one) => one.first),
    ...altered.flatMap(({ changes }) => apart(changes, taken, dialect).first),
    ...[...objects.altered.values()].flatMap((operations) => apart(operations, taken, dialect).first),
  ]
  const [watching, others] = apartWatchers(fresh)
  return [
    ...droppings(watchers),
    ...[...notWatching, ...last].flatMap((part) => disowned(part)),
    ...(routines?.cleared ?? []),
    ...inTheWay.filter(letsGo),
    ...droppings(asTheyWere(first, before)),
    ...inTheWay.filter((one) => !letsGo(one)),
    ...uncomputed,
    ...droppings(computing),
    ...(enums?.cleared ?? []).filter(({ table }) => !goneBefore.has(qualifiedKey(table))),
    ...along.first,
    ...creations(others, tables, objects, { dialect, taken }).map((one) => withoutColumnsOf(one, goneBefore)),
    ...along.last,
    ...altered.flatMap((one) => one.last),
    ...droppings(last),
    ...creations(watching, tables, objects, { dialect, taken }),
  ]
}

/** Tables that go before the types of their columns are replaced. */
function asTheyWere(parts: readonly Made[], { tables }: SchemaSnapshot): readonly Made[] {
  const old = new Map(tables.map((one) => [qualifiedKey(one.table.table), one]))
  return parts.map((part) => {
    const definition = part.kind === 'table' ? old.get(qualifiedKey(part.definition.table.table)) : undefined
    return definition === undefined ? part : { kind: 'table', definition }
  })
}

/** A type is replaced under the columns of the tables that are there. */
function withoutColumnsOf(operation: Operation, gone: ReadonlySet<string>): Operation {
  if (operation.kind !== 'replaceObject' || operation.columns === undefined) return operation
  const { columns, ...rest } = operation
  const left = columns.filter(({ table }) => !gone.has(qualifiedKey(table)))
  return left.length === 0 ? rest : { ...rest, columns: left }
}

function apartWatchers(
  parts: readonly Made[],
): readonly [watching: readonly Made[], others: readonly Made[]] {
  const isWatcher = (part: Made) => part.kind === 'object' && isWatching(part.object)
  return [parts.filter(isWatcher), parts.filter((part) => !isWatcher(part))]
}

/** It lets go of another table, or a sequence, which may be dropped next, or change in what it would no longer hand on. */
function letsGo(operation: Operation): boolean {
  if (operation.kind === 'detachPartition') return true
  if (operation.kind === 'alterColumn') return operation.to.default === null
  if (operation.kind === 'alterTableOptions') return operation.to.postgres?.inherits !== undefined
  return operation.kind === 'dropConstraint' && operation.type === 'foreignKey'
}

function isNew(part: Made, tables: TableChanges, objects: ObjectChanges): boolean {
  if (part.kind === 'table') return !tables.before.has(qualifiedKey(part.definition.table.table))
  return !objects.before.has(objectKey(part.object))
}

function isRemoved(part: Made, tables: TableChanges, objects: ObjectChanges): boolean {
  if (part.kind === 'table') return !tables.after.has(qualifiedKey(part.definition.table.table))
  return !objects.after.has(objectKey(part.object))
}

/** Triggers, policies and views go before what they are on changes. */
function isOnTable(part: Made): boolean {
  return part.kind === 'object' && ['trigger', 'policy', 'view', 'grant', 'other'].includes(part.object.type)
}

/** A logged table can't point at an unlogged one. */
function switchesLogging(operation: Operation): boolean {
  return operation.kind === 'alterTableOptions' && operation.to.postgres?.unlogged !== undefined
}

function isUnlogging(operation: Operation): boolean {
  return operation.kind === 'alterTableOptions' && operation.to.postgres?.unlogged === true
}

/** Keys and columns that a foreign key points at can't go or change while it is there. */
function pointsAtChanging(part: Made, { altered }: TableChanges): boolean {
  if (part.kind !== 'table') return false
  return part.definition.table.constraints.some((one) => {
    if (one.kind !== 'foreignKey') return false
    const changes = altered.get(qualifiedKey(one.references.table))
    if (changes === undefined) return false
    return changes.first.length + changes.touched.length > 0 || changes.changes.some(switchesLogging)
  })
}

/** A sequence gets its column when that is there. */
function apartOwners(
  operations: readonly Operation[],
): readonly [given: readonly Operation[], others: readonly Operation[]] {
  const given: Operation[] = []
  const others = operations.flatMap((operation): readonly Operation[] => {
    if (operation.kind !== 'alterSequence' || operation.to.ownedBy == null) return [operation]
    const { ownedBy, ...to } = operation.to
    given.push({ ...operation, to: { ownedBy } })
    return Object.keys(to).length === 0 ? [] : [{ ...operation, to }]
  })
  return [given, others]
}

function creations(
  fresh: readonly Made[],
  tables: TableChanges,
  objects: ObjectChanges,
  { dialect, taken }: { readonly dialect: DialectName; readonly taken: ReadonlySet<string> },
): readonly Operation[] {
  const made = new Set([...tables.before.keys()].filter((key) => tables.after.has(key)))
  const later: Operation[] = []
  // A table that a logged one points at becomes unlogged behind that.
  const unlogging: Operation[] = []
  const now = fresh.flatMap((part): readonly Operation[] => {
    if (part.kind === 'table') {
      const altered = tables.altered.get(qualifiedKey(part.definition.table.table))
      if (altered !== undefined) {
        const { rest } = apart(altered.changes, taken, dialect)
        unlogging.unshift(...rest.filter(isUnlogging))
        return rest.filter((one) => !isUnlogging(one))
      }
      const creation = createTable(part.definition, dialect === 'sqlite' ? undefined : made)
      later.push(...creation.later)
      return [creation.create]
    }
    const { object } = part
    const key = objectKey(object)
    if (objects.before.has(key) && !objects.remade.has(key)) {
      const [given, others] = apartOwners(apart(objects.altered.get(key) ?? [], taken, dialect).rest)
      later.push(...given)
      return others
    }
    if (object.type !== 'sequence') return [{ kind: 'createObject', object }]
    if (object.ownedBy !== undefined) later.push(owned(object))
    return [{ kind: 'createObject', object: withoutOwner(object) }]
  })
  return [...now, ...unlogging, ...later]
}
