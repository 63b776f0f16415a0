import type { Operation } from '../operations/operation.ts'
import type { Grant, View } from '../schema/objects.ts'
import { isSame } from '../schema/same.ts'
import { qualifiedKey, type SchemaSnapshot } from '../schema/snapshot.ts'
import { dropOfObject } from './renames/made-way.ts'

/** The two sides of a comparison, and what the database was before anything was renamed. */
interface Sides {
  readonly actual: SchemaSnapshot
  readonly renamed: SchemaSnapshot
  readonly declared: SchemaSnapshot
}

/** The sides with the privileges on views: no difference, but what goes with a view that is made anew comes back. */
interface SidesWithGrants {
  /** What takes those away whose views make way for a rename. */
  readonly taken: readonly Operation[]
  readonly renamed: SchemaSnapshot
  readonly declared: SchemaSnapshot
}

/** Privileges on columns are left out where the view has another query, and perhaps other columns. */
export function withGrants({ actual, renamed, declared }: Sides, grants: readonly Grant[]): SidesWithGrants {
  if (grants.length === 0) return { taken: [], renamed, declared }
  const [old, fresh] = [viewsOf(actual), viewsOf(declared)]
  const standing = viewsOf(renamed)
  const kept = grants.filter(({ on, columns }) => {
    const [was, now] = [old.get(qualifiedKey(on)), fresh.get(qualifiedKey(on))]
    if (was === undefined || now === undefined) return false
    return columns === undefined || isSame([was.query, was.columns], [now.query, now.columns])
  })
  const isStanding = ({ on }: Grant) => standing.has(qualifiedKey(on))
  return {
    taken: kept.filter((grant) => !isStanding(grant)).map(dropOfObject),
    renamed: withObjects(renamed, kept.filter(isStanding)),
    declared: withObjects(declared, kept),
  }
}

function viewsOf({ objects }: SchemaSnapshot): ReadonlyMap<string, View> {
  return new Map(
    objects.flatMap((object) => (object.type === 'view' ? [[qualifiedKey(object), object] as const] : [])),
  )
}

function withObjects(snapshot: SchemaSnapshot, grants: readonly Grant[]): SchemaSnapshot {
  return { ...snapshot, objects: [...snapshot.objects, ...grants] }
}
