import type { Extension, SchemaNamespace, SchemaObject } from '../../../schema/objects.ts'
import { objectKey, type SchemaSnapshot } from '../../../schema/snapshot.ts'
import type { Query } from '../../dialect.ts'

/**
 * Owners of schemas and versions of extensions: where a declaration says none, what is there counts. What the server
 * would give anyway is not read of a database, and not said.
 */
export async function withUsualNamespaces(
  query: Query,
  objects: readonly SchemaObject[],
  actual: SchemaSnapshot,
): Promise<readonly SchemaObject[]> {
  const there = new Map(actual.objects.map((one) => [objectKey(one), one]))
  const usual = objects.some((one) => saysMore(one, there.get(objectKey(one))))
    ? await usualOf(query)
    : { user: undefined, versions: new Map<string, string>() }
  return objects.map((object) => {
    const found = there.get(objectKey(object))
    if (found === undefined) return object
    if (object.type === 'schema' && found.type === 'schema')
      return withOwner(object, object.owner ?? found.owner, usual.user)
    if (object.type === 'extension' && found.type === 'extension')
      return withVersion(object, object.version ?? found.version, usual.versions.get(object.name))
    return object
  })
}

function saysMore(object: SchemaObject, found: SchemaObject | undefined): boolean {
  if (object.type === 'schema' && found?.type === 'schema') return object.owner !== undefined
  return object.type === 'extension' && found?.type === 'extension' && object.version !== undefined
}

function withOwner(
  { owner: _, ...rest }: SchemaNamespace,
  owner: string | undefined,
  usual: string | undefined,
): SchemaNamespace {
  return { ...rest, ...(owner !== undefined && owner !== usual && { owner }) }
}

function withVersion(
  { version: _, ...rest }: Extension,
  version: string | undefined,
  usual: string | undefined,
): Extension {
  return { ...rest, ...(version !== undefined && version !== usual && { version }) }
}

interface Usual {
  readonly user: string | undefined
  readonly versions: ReadonlyMap<string, string>
}

async function usualOf(query: Query): Promise<Usual> {
  const [who] = await query('SELECT current_user::text AS name')
  const rows = await query('SELECT name::text, default_version FROM pg_catalog.pg_available_extensions()')
  return {
    user: who === undefined ? undefined : String(who.name),
    versions: new Map(rows.map((row) => [String(row.name), String(row.default_version)])),
  }
}
