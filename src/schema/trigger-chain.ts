import type { SchemaObject, Trigger } from './objects.ts'
import { objectKey } from './snapshot.ts'

/** The triggers among the objects, by key. */
export function triggersOf(objects: readonly SchemaObject[]): ReadonlyMap<string, Trigger> {
  return new Map(objects.flatMap((one) => (one.type === 'trigger' ? [[objectKey(one), one] as const] : [])))
}

/** The key of the trigger that this one is declared to run behind. */
export function followedKey({ follows, ...trigger }: Trigger): string | undefined {
  return follows === undefined ? undefined : objectKey({ ...trigger, name: follows })
}

/** What triggers of one table have in common that run one after the other. */
export function momentOf({ timing, events }: Trigger): readonly unknown[] {
  return [timing, events]
}
