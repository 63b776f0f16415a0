import type { Operation } from '../../operations/operation.ts'
import type { SchemaObject, Trigger } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { objectKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { followedKey, momentOf, triggersOf } from '../../schema/trigger-chain.ts'

/**
 * The first trigger of a moment, where it is replaced, stays before the one that follows it and stands in both: MySQL
 * would put it at the end. Gives the operations on a trigger with that place.
 */
export function triggerPlaces(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
): (operations: readonly Operation[], was: SchemaObject) => readonly Operation[] {
  const fresh = followers(after)
  const stood = triggersOf(before.objects)
  return (operations, was) =>
    operations.map((operation) => {
      if (operation.kind !== 'replaceObject' || operation.object.type !== 'trigger') return operation
      const { object } = operation
      const next = nextOn(object, fresh, (one) => stood.has(objectKey(one)))
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
  for (let one = fresh.get(objectKey(trigger)); one !== undefined; one = fresh.get(objectKey(one))) {
    if (isThere(one)) return one
    if (seen.has(one)) return undefined
    seen.add(one)
  }
  return undefined
}

/** By the trigger that each follows. */
function followers({ objects }: SchemaSnapshot): ReadonlyMap<string, Trigger> {
  return new Map(
    [...triggersOf(objects).values()].flatMap((trigger) => {
      const followed = followedKey(trigger)
      return followed === undefined ? [] : [[followed, trigger] as const]
    }),
  )
}
