import { DefinitionError } from './errors.ts'

/** SQL text that stands as written, where a value could stand too. Made by the `sql` tag. */
export interface Sql {
  readonly sql: string
}

/** A JSON document: what `json` and `jsonb` columns hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A value of one cell. Objects and arrays are JSON documents, or arrays where the column is an array. */
export type SqlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | Json
  | readonly SqlValue[]

/** What a hole of the `sql` tag takes. */
export type SqlHole = Sql | string | number | bigint | boolean

/** Set on what the tag made, out of sight of JSON: in a row of data, `{ sql: … }` is a document and this is not. */
const tagged = Symbol.for('tsmig.sql')

/**
 * SQL text as it stands: sql`now()`. A hole takes another `sql` fragment, a number or a boolean;
 * text goes in as a quoted literal, with quotes doubled. Throws `DefinitionError` for anything else.
 */
export function sql(text: TemplateStringsArray, ...holes: readonly SqlHole[]): Sql {
  const written = text.raw.map((part, index) => (index < holes.length ? part + spell(holes[index]) : part))
  const fragment = { sql: written.join('') }
  return Object.freeze(Object.defineProperty(fragment, tagged, { value: true }))
}

/** Whether `value` is an SQL fragment, and not a value to be written as a literal. */
export function isSql(value: unknown): value is Sql {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as { sql?: unknown }).sql === 'string'
  )
}

/** Whether `value` was made by the `sql` tag itself, and isn't a JSON document that looks like it. */
export function isTaggedSql(value: unknown): value is Sql {
  return isSql(value) && tagged in value
}

function spell(hole: unknown): string {
  if (isSql(hole)) return hole.sql
  if (typeof hole === 'string' && !hole.includes('\0')) return `'${hole.replaceAll("'", "''")}'`
  if (typeof hole === 'number' && Number.isFinite(hole)) return String(hole)
  if (typeof hole === 'bigint' || typeof hole === 'boolean') return String(hole)
  throw new DefinitionError(
    `${hole === null ? 'null' : typeof hole} can't stand in a hole of sql\`…\``,
    'Put text, a finite number, a boolean or another sql`…` fragment there.',
  )
}
