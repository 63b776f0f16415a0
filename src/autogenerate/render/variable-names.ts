import type { TableDefinition } from '../../schema/define-table.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import type { SchemaSnapshot } from '../../schema/snapshot.ts'

/** A table or an object, as what a file declares. */
export type Declarable = TableDefinition | SchemaObject

/**
 * The variable of each table and object: its name in camel case. Where several would have one, a table goes before
 * other things, which get a word for what they are behind it; what is in a schema of its own, the schema before it.
 * The same names whatever the order of the parts, and never one that means something in a schema file.
 */
export function variableNames({ tables, objects }: SchemaSnapshot): ReadonlyMap<Declarable, string> {
  const inTurn: readonly Declarable[] = [
    ...tables,
    ...objects.toSorted((a, b) => turns.indexOf(a.type) - turns.indexOf(b.type)),
  ]
  const named = inTurn.map((part) => ({ part, ...nameParts(part) }))
  const counts = new Map<string, number>()
  for (const { base, suffix } of named) {
    const key = `${suffix} ${base}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const taken = new Set(reserved)
  const names = new Map<Declarable, string>()
  for (const { part, base, suffix, ...more } of named) {
    const isShared = (counts.get(`${suffix} ${base}`) ?? 0) > 1
    const name = firstFree(candidates({ base, suffix, isShared, ...more }), taken)
    taken.add(name)
    names.set(part, name)
  }
  return names
}

const turns: readonly SchemaObject['type'][] = [
  'enum',
  'composite',
  'domain',
  'sequence',
  'view',
  'function',
  'procedure',
  'schema',
  'extension',
  'trigger',
  'policy',
  'other',
  'grant',
]

const suffixes: Readonly<Record<Exclude<SchemaObject['type'], 'other'>, string>> = {
  schema: 'Schema',
  extension: 'Extension',
  sequence: 'Sequence',
  enum: 'Type',
  composite: 'Type',
  domain: 'Type',
  view: 'View',
  function: 'Function',
  procedure: 'Procedure',
  trigger: 'Trigger',
  policy: 'Policy',
  grant: 'Grant',
}

interface NameParts {
  readonly base: string
  readonly suffix: string
  /** The table that it belongs to. */
  readonly on?: string
  readonly schema?: string
}

function nameParts(part: Declarable): NameParts {
  if ('table' in part && 'indexes' in part) {
    const { name, schema } = part.table.table
    return { base: camelCase(name) || 'table', suffix: 'Table', ...inSchema(schema) }
  }
  if (part.type === 'grant') {
    return { base: `${camelCase(part.on.name)}Grant`, suffix: 'Grant' }
  }
  const suffix = part.type === 'other' ? capital(camelCase(part.what)) : suffixes[part.type]
  const base = camelCase(part.name) || camelCase(part.type)
  if (part.type === 'trigger' || part.type === 'policy') {
    return { base, suffix, on: capital(camelCase(part.table.name)), ...inSchema(part.table.schema) }
  }
  const schema = part.type !== 'extension' && 'schema' in part ? part.schema : undefined
  return { base, suffix, ...inSchema(schema) }
}

function inSchema(schema: string | undefined): { readonly schema?: string } {
  return schema === undefined ? {} : { schema: camelCase(schema) }
}

function* candidates(parts: NameParts & { readonly isShared: boolean }): Generator<string> {
  const { base, suffix, on, schema, isShared } = parts
  const whole = on === undefined ? base : `${base}On${on}`
  const prefixed = schema === undefined ? whole : `${schema}${capital(whole)}`
  if (!isShared) yield* [base, base + suffix]
  if (schema === undefined || !isShared) yield* [whole, base + suffix]
  yield* [prefixed, prefixed + suffix]
  for (let number = 2; ; number++) yield `${prefixed}${number}`
}

function firstFree(names: Iterable<string>, taken: ReadonlySet<string>): string {
  for (const name of names) if (!taken.has(name)) return name
  return ''
}

/** Letters of scripts that are written from left to right, and digits: nothing that could hide what stands beside it. */
const word =
  /(?:(?=\p{ID_Continue})[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}0-9])+/gu
const hump = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}]+|\p{Lu}/gu

/** `account_role`, `AccountRole` and `ACCOUNT_ROLE` as `accountRole`. */
export function camelCase(name: string): string {
  const words = (name.match(word) ?? []).flatMap((part) => part.match(hump) ?? [])
  const joined = words
    .map((part) => part.toLowerCase())
    .map((part, at) => (at === 0 ? part : capital(part)))
    .join('')
  return /^\d/.test(joined) ? `_${joined}` : joined
}

function capital(word: string): string {
  const [first = '', ...rest] = word
  return first.toUpperCase() + rest.join('')
}

/** Words of the language, and what a schema file imports. */
const reserved: readonly string[] = [
  ...'arguments as async await break case catch class const continue debugger default delete do else enum eval export'.split(
    ' ',
  ),
  ...'extends false finally for from function get if implements import in instanceof interface let new null of package'.split(
    ' ',
  ),
  ...'private protected public return set static super switch this throw true try type typeof undefined var void while'.split(
    ' ',
  ),
  ...'with yield'.split(' '),
  ...'check compositeType domain enumType exclude extension foreignKey grant index materializedView other policy'.split(
    ' ',
  ),
  ...'primaryKey procedure schema sequence sql sqlFunction t table trigger uniqueConstraint view'.split(' '),
]
