import fc from 'fast-check'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import type { TableDefinition } from '../../src/schema/define-table.ts'
import type { SchemaObject } from '../../src/schema/objects.ts'
import { objectKey, type SchemaSnapshot } from '../../src/schema/snapshot.ts'
import { schemaObject } from './arbitrary-objects.ts'
import { createTable, sources } from './arbitrary-operations.ts'

const table = createTable.map((made): TableDefinition => {
  if (made.kind !== 'createTable') throw new Error(made.kind)
  return { table: made.table, indexes: made.indexes ?? [] }
})

/** Snapshots of all that a schema may hold; no two parts have one name. */
export const snapshot: fc.Arbitrary<SchemaSnapshot> = fc
  .record({
    tables: fc.uniqueArray(table, { maxLength: 4, selector: ({ table: { table: named } }) => keyOf(named) }),
    objects: fc.uniqueArray(schemaObject(sources), { maxLength: 5, selector: objectKey }),
  })
  .map((parts) => structuredClone(parts))
  .filter(({ tables }) => tables.every(({ table: one }) => one.columns.length > 0))
  .map(withEnums)
  .filter((one) => one !== undefined)

function keyOf({ name, schema = '' }: { readonly name: string; readonly schema?: string }): string {
  return `${schema}\0${name}`
}

/** With the types that columns name; `undefined` where two columns say different things of one. */
function withEnums(parts: {
  readonly tables: readonly TableDefinition[]
  readonly objects: readonly SchemaObject[]
}): SchemaSnapshot | undefined {
  const declared = [
    ...parts.tables.map((definition) =>
      Object.freeze({ type: 'table', ...definition.table.table, definition }),
    ),
    ...parts.objects.map((object) => Object.freeze(object)),
  ]
  try {
    return declaredSnapshot(declared)
  } catch {
    return undefined
  }
}
