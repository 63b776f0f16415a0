import type { SchemaSnapshot } from '../../schema/snapshot.ts'
import { sortSnapshot } from '../../schema/snapshot.ts'
import type { IntrospectOptions, Query } from '../dialect.ts'
import { readCatalog } from './introspect/catalog.ts'
import { asOther, readObjects } from './introspect/objects.ts'
import { readTables } from './introspect/tables.ts'

/**
 * Reads a database in five queries a schema, `main` unless others are named: what is temporary or attached is not part
 * of it. Each statement is read as SQLite stores it, and held to what SQLite's pragmas say of it; one that can't be
 * understood so stands in the snapshot as it is. Left out are the tables of SQLite itself, and those that hold the
 * rows of virtual tables.
 */
export async function introspect(query: Query, options: IntrospectOptions = {}): Promise<SchemaSnapshot> {
  options.onAsked?.()
  const snapshots: SchemaSnapshot[] = []
  for (const schema of options.schemas ?? ['main']) snapshots.push(await readSchema(query, schema, options))
  return sortSnapshot({
    tables: snapshots.flatMap(({ tables }) => tables),
    objects: snapshots.flatMap(({ objects }) => objects),
    unread: snapshots.flatMap(({ unread }) => unread),
  })
}

async function readSchema(
  query: Query,
  schema: string,
  { onProgress }: IntrospectOptions,
): Promise<SchemaSnapshot> {
  const catalog = await readCatalog(query, schema, onProgress)
  const nameOf = (name: string) => (schema === 'main' ? { name } : { name, schema })
  const { tables, strange, vanished } = readTables(catalog, nameOf)
  return {
    tables,
    objects: [...readObjects(catalog, nameOf), ...strange.map((one) => asOther(one, nameOf))],
    unread: vanished.map(({ type, name }) => ({
      what: `${type} "${name}"`,
      reason: 'it was dropped while it was being read',
    })),
  }
}
