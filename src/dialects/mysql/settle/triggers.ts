import type { SchemaObject } from '../../../schema/objects.ts'
import { objectKey } from '../../../schema/snapshot.ts'
import { followedKey, triggersOf } from '../../../schema/trigger-chain.ts'

/**
 * Triggers that don't say which they follow stand where they stand, unless what they follow there is declared to run
 * behind them.
 */
export function withStandingPlaces(
  declared: readonly SchemaObject[],
  actual: readonly SchemaObject[],
): readonly SchemaObject[] {
  const [given, there] = [triggersOf(declared), triggersOf(actual)]
  const followedBy = (key: string): string | undefined => {
    const [one, standing] = [given.get(key), there.get(key)]
    return (one && followedKey(one)) ?? (standing && followedKey(standing))
  }
  const runsBehind = (start: string, key: string): boolean => {
    const seen = new Set<string>()
    for (let one: string | undefined = start; one !== undefined && !seen.has(one); one = followedBy(one)) {
      if (one === key) return true
      seen.add(one)
    }
    return false
  }
  return declared.map((object) => {
    const key = objectKey(object)
    const standing = there.get(key)
    if (object.type !== 'trigger' || object.follows !== undefined || standing?.follows === undefined)
      return object
    const followed = followedKey(standing)
    return followed === undefined || runsBehind(followed, key)
      ? object
      : { ...object, follows: standing.follows }
  })
}
