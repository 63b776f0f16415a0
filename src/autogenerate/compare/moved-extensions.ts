import { serverIdentifier } from '../../dialects/postgres/server-identifier.ts'
import type { Extension, SchemaObject } from '../../schema/objects.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'

/** A text without the schemas that extensions were, and will be, in. */
type Bare = (text: string) => string

/**
 * The schema before, in which what speaks of an extension that moves is as it is after: types, functions and operator
 * classes follow it by themselves. Nothing but the schema in front of their names is taken for the move.
 */
export function followingExtensions(before: SchemaSnapshot, after: SchemaSnapshot): SchemaSnapshot {
  const bare = withoutPlaces(movedPlaces(before.objects, after.objects))
  if (bare === undefined) return before
  const tables = new Map(after.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const key = (object: SchemaObject) => bare(objectKey(object))
  const objects = new Map(after.objects.map((one) => [key(one), one]))
  return {
    ...before,
    tables: before.tables.map((one) => following(one, tables.get(qualifiedKey(one.table.table)), bare)),
    objects: before.objects.map((one) =>
      one.type === 'extension' ? one : following(one, objects.get(key(one)), bare),
    ),
  }
}

/** The schemas that extensions move from and to. */
function movedPlaces(before: readonly SchemaObject[], after: readonly SchemaObject[]): ReadonlySet<string> {
  const extensions = (objects: readonly SchemaObject[]) =>
    objects.filter((one): one is Extension => one.type === 'extension')
  const fresh = new Map(extensions(after).map((one) => [one.name, one]))
  return new Set(
    extensions(before).flatMap(({ name, schema }) => {
      const next = fresh.get(name)
      return next === undefined || next.schema === schema ? [] : [schema ?? [], next.schema ?? []].flat()
    }),
  )
}

function withoutPlaces(schemas: ReadonlySet<string>): Bare | undefined {
  if (schemas.size === 0) return undefined
  const names = [...schemas].map((name) => serverIdentifier(name).replaceAll(/\W/g, '\\$&'))
  const qualifier = new RegExp(`(?<![\\w$".])(?:${names.join('|')})\\.`, 'g')
  return (text) => text.replaceAll(qualifier, '')
}

/** The part with the texts of its like where they differ by a schema alone. */
function following<Part>(part: Part, like: unknown, bare: Bare): Part {
  return followed(part, like, bare) as Part
}

function followed(part: unknown, like: unknown, bare: Bare): unknown {
  if (typeof part === 'string') {
    return typeof like === 'string' && part !== like && bare(part) === bare(like) ? like : part
  }
  if (Array.isArray(part)) {
    return Array.isArray(like) ? part.map((one, at) => followed(one, counterpart(one, at, like), bare)) : part
  }
  if (!isRecord(part) || !isRecord(like)) return part
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, followed(value, like[key], bare)]),
  )
}

/** What has a name is found by it. */
function counterpart(part: unknown, at: number, list: readonly unknown[]): unknown {
  if (!isRecord(part) || typeof part.name !== 'string') return list[at]
  return list.find((one) => isRecord(one) && one.name === part.name)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
