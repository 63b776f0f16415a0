import { onlyInDatabase, type StandingPart } from '../../autogenerate/keep-as-is.ts'
import type { Heads } from '../../graph/revision.ts'
import type { ComparisonHooks } from '../../schema/comparison-hooks.ts'
import type { Rename, TableRename } from '../../schema/rename.ts'
import { qualifiedKey, type SchemaSnapshot, titleOf } from '../../schema/snapshot.ts'
import type { DatabaseSettings } from '../database/settings.ts'
import type { Project } from '../open.ts'
import { namesMadeByRevisions } from './parts.ts'

/** The two sides of a comparison, both in the server's spelling. */
interface Sides {
  readonly heads: Heads
  readonly actual: SchemaSnapshot
  readonly declared: SchemaSnapshot
  readonly includeUnmanaged?: boolean
  /** What somebody said was renamed: its old names are the project's own. */
  readonly renames: readonly Rename[]
}

/** Which parts are compared at all. */
export interface CountedParts {
  readonly counts: (part: StandingPart) => boolean
  /** What is left alone because no revision made it. */
  readonly unmanaged: readonly StandingPart[]
}

/** What the env file's filters let through, and what is the project's own: it declares it, or a revision made it. */
export async function countedParts(
  project: Project,
  settings: DatabaseSettings,
  { heads, actual, declared, includeUnmanaged = false, renames }: Sides,
): Promise<CountedParts> {
  const hooks = settings.environment
  const inScope = scopeOf(declared, hooks)
  const unread = new Set(actual.unread.map(({ what }) => what))
  // What is there and can't be read would be made another time.
  const isUnread = ({ type, name, place, database }: StandingPart) =>
    database === undefined && unread.has(titleOf(type, { ...place, name }))
  const wanted = (part: StandingPart) => inScope(part) && !isUnread(part) && passesHooks(part, hooks)
  if (includeUnmanaged) return { counts: wanted, unmanaged: [] }
  const undeclared = onlyInDatabase(actual, declared).filter(
    (part) => wanted(part) && !isReplaced(part, declared),
  )
  const made = await namesMadeByRevisions(project, settings, {
    heads,
    names: [...new Set(undeclared.map(({ name }) => name))],
  })
  const formerly = new Set(renames.flatMap((one) => (one.what === 'table' ? formerKey(one) : [])))
  const unmanaged = undeclared.filter(
    ({ type, name, place }) =>
      !made.has(name, place.schema) && !(type === 'table' && formerly.has(qualifiedKey({ ...place, name }))),
  )
  const left = new Set(unmanaged.map(({ database }) => database))
  return { counts: (part) => wanted(part) && !left.has(part.database), unmanaged }
}

/** A sequence of a serial column, which gets one of its own in its place. */
function isReplaced({ database }: StandingPart, { tables }: SchemaSnapshot): boolean {
  if (database === undefined || !('ownedBy' in database) || database.ownedBy === undefined) return false
  const { table, column } = database.ownedBy
  const owner = tables.find((one) => qualifiedKey(one.table.table) === qualifiedKey(table))
  return owner?.table.columns.some(({ name, serial }) => name === column && serial === true) ?? false
}

function formerKey({ from, schema }: TableRename): string {
  return qualifiedKey({ name: from, ...(schema !== undefined && { schema }) })
}

/** The connection's own schema, those that declarations are in, and those that the env file asks for. */
function scopeOf(
  declared: SchemaSnapshot,
  { includeSchemas = false }: ComparisonHooks,
): (part: StandingPart) => boolean {
  if (includeSchemas === true) return () => true
  const known = new Set<string | undefined>([undefined, ...(includeSchemas === false ? [] : includeSchemas)])
  for (const { table } of declared.tables) known.add(table.table.schema)
  for (const object of declared.objects) {
    if (object.type === 'schema') known.add(object.name)
    else if ('schema' in object) known.add(object.schema)
  }
  return ({ type, name, place }) => known.has(type === 'schema' ? name : place.schema)
}

function passesHooks(part: StandingPart, { includeName, includeObject }: ComparisonHooks): boolean {
  const { type, name, place, database, declared } = part
  if (includeName !== undefined && database !== undefined) {
    if (place.schema !== undefined && !includeName(place.schema, 'schema', {})) return false
    if (!includeName(name, type, place)) return false
  }
  if (includeObject === undefined) return true
  if (declared !== undefined) return includeObject(declared, name, type, false, database)
  return database === undefined || includeObject(database, name, type, true, undefined)
}
