import { isStandardBody } from '../../dialects/postgres/routines.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { isRoutine } from '../../schema/routine.ts'
import { objectKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { identifiersIn } from '../identifiers-in.ts'
import { type Made, needsOf } from './dependencies.ts'

/** What changes under views, policies and triggers. */
export interface Touched {
  /** The columns that are dropped or get another type, by table. */
  readonly columns: ReadonlyMap<TableDefinition, readonly string[]>
  /** The attributes that are dropped of the composite types of columns, by table. */
  readonly attributes?: ReadonlyMap<TableDefinition, readonly string[]>
}

/**
 * The keys of views, policies, triggers, grants and, on PostgreSQL, functions that have to make way while columns or
 * attributes they may use are `touched`, or while an object they use is made anew (`remade`: by key). With all that
 * stands on them, and nothing that is among `remade` already.
 */
export function remadeAround(
  { tables, objects }: SchemaSnapshot,
  { columns: touched, attributes = new Map() }: Touched,
  remade: ReadonlySet<string>,
  dialect: DialectName,
): readonly string[] {
  if (touched.size + attributes.size + remade.size === 0) return []
  const parts: readonly Made[] = [
    ...tables.map((definition): Made => ({ kind: 'table', definition })),
    ...objects.map((object): Made => ({ kind: 'object', object })),
  ]
  const users = usersOf(parts, dialect)
  const found = new Set<number>()
  const waiting: number[] = []
  const add = (at: number) => {
    if (found.has(at)) return
    found.add(at)
    waiting.push(at)
  }
  for (const [at, part] of parts.entries()) {
    if (part.kind === 'object') {
      if (remade.has(objectKey(part.object))) waiting.push(at)
      continue
    }
    const columns = touched.get(part.definition) ?? []
    for (const user of users[at] ?? []) if (mentions(parts[user], columns, dialect)) add(user)
    const names = attributes.get(part.definition) ?? []
    // A view hands the column on as a whole.
    const readers = names.length === 0 ? [] : reachable(users, at, (user) => standsOn(parts[user]))
    for (const user of readers) if (mentions(parts[user], names, dialect)) add(user)
  }
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const user of users[at] ?? []) if (standsOn(parts[user])) add(user)
  }
  return [...found].flatMap((at) => {
    const part = parts[at]
    if (part?.kind !== 'object') return []
    const key = objectKey(part.object)
    return remade.has(key) ? [] : [key]
  })
}

function usersOf(parts: readonly Made[], dialect: DialectName): readonly (readonly number[])[] {
  const users: number[][] = parts.map(() => [])
  for (const [from, needs] of needsOf(parts, dialect).entries()) {
    const isOfRoutine = standsAsRoutine(parts[from])
    if (isOfRoutine && dialect !== 'postgres') continue
    for (const { on, strength } of needs) if (!isOfRoutine || strength !== 'may') users[on]?.push(from)
  }
  return users
}

/** All that use a part, and those that use them, as far as they pass. */
function reachable(
  users: readonly (readonly number[])[],
  from: number,
  passes: (user: number) => boolean,
): ReadonlySet<number> {
  const found = new Set<number>()
  const waiting = [from]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const user of users[at] ?? []) {
      if (found.has(user) || !passes(user)) continue
      found.add(user)
      waiting.push(user)
    }
  }
  return found
}

function standsOn(part: Made | undefined): boolean {
  if (standsAsRoutine(part)) return true
  return part?.kind === 'object' && ['view', 'policy', 'trigger', 'grant', 'other'].includes(part.object.type)
}

/** PostgreSQL holds it to its parameters, its result and a body in standard SQL; what stands in a string is text. */
function standsAsRoutine(part: Made | undefined): boolean {
  return part?.kind === 'object' && isRoutine(part.object)
}

/** Whether the text of a view, policy, trigger or function has one of the columns in it. */
function mentions(part: Made | undefined, columns: readonly string[], dialect: DialectName): boolean {
  if (part === undefined || part.kind === 'table' || !standsOn(part)) return false
  const names = identifiersIn(textOf(part.object, dialect), dialect)
  return columns.some((column) => names.has(column))
}

/** What the database reads again while columns change. */
function textOf(object: SchemaObject, dialect: DialectName): string {
  switch (object.type) {
    case 'view':
      return object.query
    case 'policy':
      return `${object.using ?? ''} ${object.check ?? ''}`
    case 'trigger': {
      const named = `${object.when ?? ''} ${(object.columns ?? []).map((name) => `"${name}"`).join(' ')}`
      return dialect === 'sqlite' ? `${named} ${object.body}` : named
    }
    case 'other':
      return object.create
    case 'function':
    case 'procedure':
      return isStandardBody(object) ? object.body : ''
    default:
      return ''
  }
}
