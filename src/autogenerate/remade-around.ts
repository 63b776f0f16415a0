import type { TableDefinition } from '../schema/define-table.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { SchemaObject } from '../schema/objects.ts'
import { objectKey, type SchemaSnapshot } from '../schema/snapshot.ts'
import { type Made, needsOf } from './dependencies.ts'
import { identifiersIn } from './identifiers-in.ts'

/**
 * The keys of views, policies, triggers and grants that have to make way while columns they may use are dropped or get
 * another type (`touched`: by table), or while an object they use is made anew (`remade`: by key). With all that
 * stands on them, and nothing that is among `remade` already. PostgreSQL.
 */
export function remadeAround(
  { tables, objects }: SchemaSnapshot,
  touched: ReadonlyMap<TableDefinition, readonly string[]>,
  remade: ReadonlySet<string>,
  dialect: DialectName,
): readonly string[] {
  if (touched.size === 0 && remade.size === 0) return []
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
    const columns = touched.get(part.definition)
    if (columns === undefined) continue
    for (const user of users[at] ?? []) if (mentions(parts[user], columns, dialect)) add(user)
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
  for (const [from, needs] of needsOf(parts, dialect).entries())
    for (const { on } of needs) users[on]?.push(from)
  return users
}

function standsOn(part: Made | undefined): boolean {
  return part?.kind === 'object' && ['view', 'policy', 'trigger', 'grant', 'other'].includes(part.object.type)
}

/** Whether the text of a view, policy or trigger has one of the columns in it. */
function mentions(part: Made | undefined, columns: readonly string[], dialect: DialectName): boolean {
  if (part === undefined || part.kind === 'table' || !standsOn(part)) return false
  const names = identifiersIn(textOf(part.object), dialect)
  return columns.some((column) => names.has(column))
}

function textOf(object: SchemaObject): string {
  switch (object.type) {
    case 'view':
      return object.query
    case 'policy':
      return `${object.using ?? ''} ${object.check ?? ''}`
    case 'trigger':
      return `${object.when ?? ''} ${(object.columns ?? []).map((name) => `"${name}"`).join(' ')}`
    case 'other':
      return object.create
    default:
      return ''
  }
}
