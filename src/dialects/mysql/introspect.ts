import type { TableDefinition } from '../../schema/define-table.ts'
import { deepFreeze } from '../../schema/freeze.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { type SchemaSnapshot, sortSnapshot, type UnreadPart } from '../../schema/snapshot.ts'
import type { IntrospectOptions, Query } from '../dialect.ts'
import { CatalogReader } from './introspect/catalog-reader.ts'
import { codeOf } from './introspect/code.ts'
import { othersOf } from './introspect/others.ts'
import { readableTables } from './introspect/readable.ts'
import { tablesOf } from './introspect/table.ts'
import { viewsOf } from './introspect/views.ts'

/**
 * Reads the connection's own schema, or those that `schemas` names, in one query a subject, however many tables there
 * are: one more for sequences, for partitions, and for each view or body that the catalog can't show whole. What could
 * not be read is in `unread`.
 */
export async function introspect(query: Query, options: IntrospectOptions = {}): Promise<SchemaSnapshot> {
  const reader = await CatalogReader.open(query, options)
  const catalog = await reader.readCatalog()
  const unread: UnreadPart[] = []
  const tables: TableDefinition[] = [...tablesOf(catalog, readableTables(catalog, unread))]
  const objects: SchemaObject[] = [
    ...reader.schemas.filter(({ name }) => name !== reader.own).map(namespaceOf),
    ...(await othersOf(reader, catalog, unread)),
    ...(await viewsOf(reader, catalog, unread)),
    ...(await codeOf(reader, catalog, unread)),
  ]
  return deepFreeze(sortSnapshot({ tables, objects, unread: [...reader.unread, ...unread] }))
}

function namespaceOf({ name, comment }: { readonly name: string; readonly comment: string }): SchemaObject {
  return { type: 'schema', name, ...(comment !== '' && { comment }) }
}
