import { isRoutine } from '../../schema/routine.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'

/**
 * The keys of functions and procedures that are gone where another of their name comes: one that has other
 * parameters, say. They go before it, and what uses them makes way.
 */
export function displacedRoutines(before: SchemaSnapshot, after: SchemaSnapshot): readonly string[] {
  const old = routinesOf(before)
  const fresh = routinesOf(after)
  const come = new Set([...fresh].filter(([key]) => !old.has(key)).map(([, name]) => name))
  return [...old].filter(([key, name]) => !fresh.has(key) && come.has(name)).map(([key]) => key)
}

/** The names of routines by their keys. */
function routinesOf({ objects }: SchemaSnapshot): ReadonlyMap<string, string> {
  return new Map(
    objects.flatMap((one) => (isRoutine(one) ? [[objectKey(one), qualifiedKey(one)] as const] : [])),
  )
}
