import { deepFreeze } from '../schema/freeze.ts'
import { type SchemaSnapshot, sortSnapshot } from '../schema/snapshot.ts'
import { TsmigError } from '../support/errors.ts'

/** What JSON has no words for is an object of one such key: `{ "$bigint": "1" }`. */
const marks = ['$bigint', '$bytes', '$date', '$number', '$object'] as const

/**
 * A snapshot as JSON: `{ "version": 1, "tables": […], "objects": […], "unread": […] }`, in the form of the model, keys
 * in order. A bigint is `{ "$bigint": "1" }`, bytes are `{ "$bytes": "00ff" }`, a date is `{ "$date": "2026-…Z" }`, a
 * number that JSON lacks is `{ "$number": "NaN" }`, and an object that would be read as one of these stands in
 * `{ "$object": … }`.
 */
export function snapshotToJson(snapshot: SchemaSnapshot): string {
  const { tables, objects, unread } = sortSnapshot(snapshot)
  return `${JSON.stringify(encoded({ version: 1, tables, objects, unread }, ['version', 'tables']), null, 2)}\n`
}

/** Any plain data as JSON, in the same words. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(encoded(value), null, 2)}\n`
}

/** The snapshot that such JSON holds. Throws TsmigError `bad-schema-file`, naming `path`. */
export function snapshotFromJson(json: string, path: string): SchemaSnapshot {
  let document: unknown
  try {
    document = decoded(JSON.parse(json))
  } catch (cause) {
    throw notASchema(path, cause)
  }
  if (!isSnapshot(document)) throw notASchema(path)
  const { tables, objects, unread } = document
  return sortSnapshot({ tables: deepFreeze(tables), objects: deepFreeze(objects), unread })
}

function isSnapshot(value: unknown): value is SchemaSnapshot {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1)
    return false
  return ['tables', 'objects', 'unread'].every((key) =>
    Array.isArray((value as Record<string, unknown>)[key]),
  )
}

function notASchema(path: string, cause?: unknown): TsmigError {
  return new TsmigError(
    'bad-schema-file',
    `${path} holds no schema as JSON`,
    'Write it with "tsmig pull --format json".',
    cause === undefined ? undefined : { cause },
  )
}

function encoded(value: unknown, first: readonly string[] = []): unknown {
  switch (typeof value) {
    case 'bigint':
      return { $bigint: String(value) }
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $number: Object.is(value, -0) ? '-0' : String(value) }
    case 'object':
      return value === null ? null : encodedObject(value, first)
    default:
      return value
  }
}

function encodedObject(value: object, first: readonly string[]): unknown {
  if (value instanceof Date) return { $date: value.toISOString() }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('hex') }
  if (Array.isArray(value)) return value.map((part) => encoded(part))
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => rank(a, first) - rank(b, first) || (a < b ? -1 : 1))
    .map(([key, part]) => [key, encoded(part)])
  const plain: unknown = Object.fromEntries(entries)
  return entries.length === 1 && isMark(entries[0]?.[0]) ? { $object: plain } : plain
}

/** What tells a part stands before what it has. */
const leading = ['version', 'kind', 'type', 'table', 'name', 'schema']

function rank(key: string, first: readonly string[]): number {
  const at = [...first, ...leading].indexOf(key)
  return at === -1 ? leading.length + first.length : at
}

function isMark(key: unknown): key is (typeof marks)[number] {
  return marks.some((mark) => mark === key)
}

function decoded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(decoded)
  const entries = Object.entries(value)
  const [[key, inner] = []] = entries
  if (entries.length === 1 && isMark(key)) return decodedMark(key, inner)
  return decodedParts(value)
}

function decodedMark(mark: (typeof marks)[number], value: unknown): unknown {
  switch (mark) {
    case '$bigint':
      return BigInt(String(value))
    case '$bytes':
      return new Uint8Array(Buffer.from(String(value), 'hex'))
    case '$date':
      return new Date(String(value))
    case '$number':
      return Number(value)
    case '$object':
      return decodedParts(value as object)
    default:
      return mark satisfies never
  }
}

function decodedParts(value: object): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decoded(part)]))
}
