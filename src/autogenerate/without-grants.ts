import type { SchemaSnapshot } from '../schema/snapshot.ts'

/** A declared schema without its grants: no database is asked who may do what, so they can't be compared. */
export function withoutGrants(snapshot: SchemaSnapshot): SchemaSnapshot {
  const objects = snapshot.objects.filter(({ type }) => type !== 'grant')
  return objects.length === snapshot.objects.length ? snapshot : { ...snapshot, objects }
}
