import type { SchemaObject, Trigger } from '../../schema/objects.ts'
import { isSame } from '../../schema/same.ts'
import { objectKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { followedKey, momentOf, triggersOf } from '../../schema/trigger-chain.ts'

/** The order of triggers on both sides. */
export interface TriggerOrder {
  /** By key, the triggers that stand before others on both sides, or no more, so that they are dropped and made again. */
  readonly remade: ReadonlySet<string>
  /** A trigger as it is when those are gone that go: what follows those follows what they followed. */
  standing(was: SchemaObject, now: SchemaObject): SchemaObject
}

type Triggers = ReadonlyMap<string, Trigger>

/**
 * MySQL lets triggers of one moment run one after the other, and closes the gap where one goes. So one that stays keeps
 * its place as long as it runs behind the same of those that stay, and what runs first is no other. Else it is made
 * again, with all behind it: each is put right behind the one that it follows.
 */
export function triggerOrder(before: SchemaSnapshot, after: SchemaSnapshot): TriggerOrder {
  const [old, fresh] = [triggersOf(before.objects), triggersOf(after.objects)]
  const isKept = (key: string): boolean => {
    const [was, now] = [old.get(key), fresh.get(key)]
    return was !== undefined && now !== undefined && isSame(momentOf(was), momentOf(now))
  }
  const remade = new Set(
    [...fresh.keys()].filter((key) => {
      if (!old.has(key)) return false
      if (!isKept(key)) return true
      return (
        keptBefore(key, old, isKept) !== keptBefore(key, fresh, isKept) ||
        !isKept(firstOf(key, old)) ||
        !isKept(firstOf(key, fresh))
      )
    }),
  )
  for (let size = -1; size !== remade.size; ) {
    size = remade.size
    for (const key of fresh.keys()) {
      if (!old.has(key)) continue
      const followed = [keptBefore(key, old, isKept), keptBefore(key, fresh, isKept)]
      if (followed.some((one) => one !== undefined && remade.has(one))) remade.add(key)
    }
  }
  return {
    remade,
    standing: (was, now) => {
      const key = objectKey(was)
      if (was.type !== 'trigger' || now.type !== 'trigger' || remade.has(key)) return was
      const { follows: _, ...rest } = was
      return { ...rest, ...(now.follows !== undefined && { follows: now.follows }) }
    },
  }
}

/** The declared schema, in which no trigger follows one that goes: it follows what that one followed. */
export function withLivingFollowed(before: SchemaSnapshot, after: SchemaSnapshot): SchemaSnapshot {
  const [old, fresh] = [triggersOf(before.objects), triggersOf(after.objects)]
  const objects = after.objects.map((object) => {
    if (object.type !== 'trigger' || object.follows === undefined) return object
    let followed = followedKey(object)
    while (followed !== undefined && !fresh.has(followed)) {
      const gone = old.get(followed)
      followed = gone && followedKey(gone)
    }
    const { follows: _, ...rest } = object
    const name = followed && fresh.get(followed)?.name
    return name === object.follows ? object : { ...rest, ...(name !== undefined && { follows: name }) }
  })
  return { ...after, objects }
}

/** The nearest of those that it runs behind which stays. */
function keptBefore(key: string, triggers: Triggers, isKept: (key: string) => boolean): string | undefined {
  return behind(key, triggers).find(isKept)
}

function firstOf(key: string, triggers: Triggers): string {
  return behind(key, triggers).at(-1) ?? key
}

/** What it runs behind, the nearest first. */
function behind(key: string, triggers: Triggers): readonly string[] {
  const found: string[] = []
  for (let one = triggers.get(key); one !== undefined; ) {
    const followed = followedKey(one)
    if (followed === undefined || found.includes(followed) || !triggers.has(followed)) break
    found.push(followed)
    one = triggers.get(followed)
  }
  return found
}
