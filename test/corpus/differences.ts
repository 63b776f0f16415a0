import { isDeepStrictEqual } from 'node:util'
import { objectKey, qualifiedKey, type SchemaSnapshot, sortSnapshot } from '../../src/schema/snapshot.ts'

/** What differs between two snapshots, a line a place. */
export function snapshotDifferences(one: SchemaSnapshot, other: SchemaSnapshot): readonly string[] {
  const [a, b] = [sortSnapshot(one), sortSnapshot(other)]
  return [
    ...keyed(a.tables, b.tables, ({ table }) => `table ${readable(qualifiedKey(table.table))}`),
    ...keyed(a.objects, b.objects, (object) => readable(objectKey(object))),
    ...keyed(a.unread, b.unread, ({ what }) => `unread ${what}`),
  ]
}

/** What differs between two lists of texts. */
export function textDifferences(one: readonly string[], other: readonly string[]): readonly string[] {
  const [a, b] = [new Set(one), new Set(other)]
  return [
    ...one.filter((text) => !b.has(text)).map((text) => `- ${text}`),
    ...other.filter((text) => !a.has(text)).map((text) => `+ ${text}`),
  ]
}

function keyed<Part>(
  one: readonly Part[],
  other: readonly Part[],
  key: (part: Part) => string,
): readonly string[] {
  const after = new Map(other.map((part) => [key(part), part]))
  const before = new Map(one.map((part) => [key(part), part]))
  return [
    ...[...before].flatMap(([name, part]) =>
      after.has(name) ? valueDifferences(name, part, after.get(name)) : [`${name}: gone`],
    ),
    ...[...after.keys()].filter((name) => !before.has(name)).map((name) => `${name}: new`),
  ]
}

function valueDifferences(place: string, a: unknown, b: unknown): readonly string[] {
  if (isDeepStrictEqual(a, b)) return []
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return [`${place}: ${shown(a)} became ${shown(b)}`]
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  const lines = [...keys].flatMap((key) =>
    valueDifferences(
      `${place}.${key}`,
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
    ),
  )
  return lines.length === 0 ? [`${place}: ${shown(a)} became ${shown(b)}`] : lines
}

function shown(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ??
    String(value)
  )
}

function readable(key: string): string {
  return key.split('\0').filter(Boolean).join(' ')
}
