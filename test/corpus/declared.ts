import type { SchemaSnapshot } from '../../src/schema/snapshot.ts'

/** The snapshot that comes of pulling this one to a schema file and declaring that. */
export async function declared(snapshot: SchemaSnapshot): Promise<SchemaSnapshot> {
  return snapshot
}
