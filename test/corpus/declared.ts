import { renderSchema } from '../../src/autogenerate/render/schema.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import type { SchemaSnapshot } from '../../src/schema/snapshot.ts'
import { evaluateSchema } from '../autogenerate/evaluate-schema.ts'

/** The snapshot that comes of pulling this one to a schema file and declaring that. */
export async function declared(snapshot: SchemaSnapshot): Promise<SchemaSnapshot> {
  return { ...declaredSnapshot(evaluateSchema(renderSchema(snapshot))), unread: snapshot.unread }
}
