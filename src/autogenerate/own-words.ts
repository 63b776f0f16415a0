import type { PlacedOperation } from '../operations/placed-operation.ts'
import { objectKey, type SchemaSnapshot } from '../schema/snapshot.ts'

/** Views that are made, with their query as it was declared, in place of the server's spelling of it. */
export function inOwnWords(
  operations: readonly PlacedOperation[],
  written: SchemaSnapshot,
): readonly PlacedOperation[] {
  const queries = new Map(
    written.objects.flatMap((object) =>
      object.type === 'view' ? [[objectKey(object), object.query] as const] : [],
    ),
  )
  return operations.map((placed) => {
    const { operation } = placed
    if (operation.kind !== 'createObject' && operation.kind !== 'replaceObject') return placed
    const { object } = operation
    const query = object.type === 'view' ? queries.get(objectKey(object)) : undefined
    if (query === undefined || object.type !== 'view') return placed
    return { ...placed, operation: { ...operation, object: { ...object, query } } as typeof operation }
  })
}
