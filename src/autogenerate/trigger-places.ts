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
  const [old, fresh] = [followers(before), followers(after)]
  return (operations, was) =>
    operations.map((operation) => {
      if (operation.kind !== 'replaceObject' || operation.object.type !== 'trigger') return operation
      const { object } = operation
      const [former, next] = [old.get(placeOf(object)), fresh.get(placeOf(object))]
      const isKept = next !== undefined && former?.name === next.name && was.type === 'trigger'
      const isOneMoment =
        isKept && [was, former, next].every((one) => isSame(momentOf(one), momentOf(object)))
      return isOneMoment ? { ...operation, precedes: next.name } : operation
    })
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
