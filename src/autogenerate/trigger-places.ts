import type { Operation } from '../operations/operation.ts'
import type { SchemaObject, Trigger } from '../schema/objects.ts'
import { isSame } from '../schema/same.ts'
import { qualifiedKey, type SchemaSnapshot } from '../schema/snapshot.ts'

/**
 * The first trigger of a moment, where it is replaced, stays before the one that follows it and stands in both: MySQL
 * would put it at the end. Gives the operations on a trigger with that place.
 */
export function triggerPlaces(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
): (operations: readonly Operation[], was: SchemaObject) => readonly Operation[] {
  const fresh = followers(after)
  const stood = new Set(before.objects.flatMap((one) => (one.type === 'trigger' ? [placeOf(one)] : [])))
  return (operations, was) =>
    operations.map((operation) => {
      if (operation.kind !== 'replaceObject' || operation.object.type !== 'trigger') return operation
      const { object } = operation
      const next = nextOn(object, fresh, (one) => stood.has(placeOf(one)))
      const isFirst = was.type === 'trigger' && object.follows === undefined
      const isOneMoment =
        isFirst && next !== undefined && [was, next].every((one) => isSame(momentOf(one), momentOf(object)))
      return isOneMoment ? { ...operation, precedes: next.name } : operation
    })
}

/** The first behind it that is there before. */
function nextOn(
  trigger: Trigger,
  fresh: ReadonlyMap<string, Trigger>,
  isThere: (one: Trigger) => boolean,
): Trigger | undefined {
  const seen = new Set<Trigger>()
  for (let one = fresh.get(placeOf(trigger)); one !== undefined; one = fresh.get(placeOf(one))) {
    if (isThere(one)) return one
    if (seen.has(one)) return undefined
    seen.add(one)
  }
  return undefined
}

/** By the trigger that each follows. */
function followers({ objects }: SchemaSnapshot): ReadonlyMap<string, Trigger> {
  return new Map(
    objects.flatMap((object) =>
      object.type === 'trigger' && object.follows !== undefined
        ? [[placeOf({ table: object.table, name: object.follows }), object] as const]
        : [],
    ),
  )
}

function placeOf({ table, name }: Pick<Trigger, 'table' | 'name'>): string {
  return `${qualifiedKey(table)}\0${name}`
}

function momentOf({ timing, events }: Trigger): readonly unknown[] {
  return [timing, events]
}
