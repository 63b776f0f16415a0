import type { Operation } from '../../operations/operation.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { Column, Constraint, Index } from '../../schema/model.ts'
import type { Domain, SchemaObject } from '../../schema/objects.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { isSql } from '../../schema/values.ts'
import { remadeAround } from '../order/remade-around.ts'
import { tableChanges } from './changed-parts.ts'
import { displacedRoutines } from './displaced-routines.ts'
import { domainChanges } from './domains.ts'
import { compareObjects } from './objects.ts'

/** What of tables and domains calls a function that has to be dropped and made again. PostgreSQL. */
export interface RoutinesInTheWay {
  /** What takes away the indexes, checks and defaults that call such a function. */
  readonly cleared: readonly Operation[]
  /** The schema without them. */
  readonly standing: SchemaSnapshot
  /** By key of a table: the columns that are computed with one, and are dropped and made again. */
  readonly recomputed: ReadonlyMap<string, ReadonlySet<string>>
  /** Whether a part is such a function. */
  isInTheWay(object: SchemaObject): boolean
}

export function routinesInTheWay(before: SchemaSnapshot, after: SchemaSnapshot): RoutinesInTheWay {
  const going = routinesThatGo(before, after)
  const isInTheWay = (object: SchemaObject) => going.has(objectKey(object))
  const names = new Set(before.objects.filter(isInTheWay).flatMap((one) => ('name' in one ? one.name : [])))
  if (names.size === 0) return { cleared: [], standing: before, recomputed: new Map(), isInTheWay }
  const tables = new Set(after.tables.map(({ table }) => qualifiedKey(table.table)))
  const objects = new Map(after.objects.map((one) => [objectKey(one), one]))
  const stays = (key: string, one: TableDefinition) => (tables.has(key) ? withoutCalls(one, names) : one)
  const cleared: Operation[] = []
  const standing: SchemaSnapshot = {
    ...before,
    tables: before.tables.map((one) => stays(qualifiedKey(one.table.table), one)),
    objects: before.objects.map((one) => {
      const now = objects.get(objectKey(one))
      if (one.type !== 'domain' || now?.type !== 'domain') return one
      const without = domainWithoutCalls(one, names)
      cleared.push(...(domainChanges(one, without) ?? []))
      return without
    }),
  }
  const altered = [...tableChanges(before, standing, 'postgres').altered.values()]
  return {
    cleared: [...altered.flatMap(({ first, changes, last }) => [...first, ...changes, ...last]), ...cleared],
    standing,
    recomputed: recomputedColumns(before, names),
    isInTheWay,
  }
}

/** The keys of those that go before another of their name comes, that return something else, or that stand on such. */
function routinesThatGo(before: SchemaSnapshot, after: SchemaSnapshot): ReadonlySet<string> {
  const fresh = new Map(after.objects.map((one) => [objectKey(one), one]))
  const anew = new Set(displacedRoutines(before, after))
  for (const was of before.objects) {
    if (was.type !== 'function') continue
    const key = objectKey(was)
    const now = fresh.get(key)
    if (now !== undefined && compareObjects(was, now, 'postgres') === undefined) anew.add(key)
  }
  const around = new Set(remadeAround(before, { columns: new Map() }, anew, 'postgres'))
  return new Set(
    before.objects
      .filter(({ type }) => type === 'function')
      .map(objectKey)
      .filter((key) => anew.has(key) || around.has(key)),
  )
}

function withoutCalls(definition: TableDefinition, names: ReadonlySet<string>): TableDefinition {
  const { table, indexes } = definition
  const callers = [...table.columns.filter((one) => calls(defaultOf(one), names))]
  const constraints = table.constraints.filter((one) => !constraintCalls(one, names))
  const standing = indexes.filter((one) => !indexCalls(one, names))
  const isTheSame = constraints.length === table.constraints.length && standing.length === indexes.length
  if (callers.length === 0 && isTheSame) return definition
  const columns = table.columns.map((column) => {
    const { default: _, ...rest } = column
    return callers.includes(column) ? rest : column
  })
  return { ...definition, table: { ...table, columns, constraints }, indexes: standing }
}

function domainWithoutCalls(domain: Domain, names: ReadonlySet<string>): Domain {
  const { default: value, ...rest } = domain
  return {
    ...rest,
    ...(value !== undefined && !calls(defaultOf(domain), names) && { default: value }),
    checks: domain.checks.filter(({ expression }) => !calls(expression, names)),
  }
}

function recomputedColumns(
  { tables }: SchemaSnapshot,
  names: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    tables.flatMap(({ table }) => {
      const columns = table.columns.filter(({ generated }) => calls(generated?.expression, names))
      const found = new Set(columns.map(({ name }) => name))
      return found.size === 0 ? [] : [[qualifiedKey(table.table), found] as const]
    }),
  )
}

function constraintCalls(constraint: Constraint, names: ReadonlySet<string>): boolean {
  if (constraint.kind === 'check') return calls(constraint.expression, names)
  if (constraint.kind !== 'exclude') return false
  return keysCall(constraint.elements, names) || calls(constraint.where, names)
}

function indexCalls({ keys, where }: Index, names: ReadonlySet<string>): boolean {
  return keysCall(keys, names) || calls(where, names)
}

function keysCall(keys: readonly { readonly expression?: string }[], names: ReadonlySet<string>): boolean {
  return keys.some(({ expression }) => calls(expression, names))
}

function defaultOf({ default: value }: Pick<Column, 'default'>): string | undefined {
  return isSql(value) ? value.sql : undefined
}

/** Whether SQL text has one of the names before a parenthesis: a column may be called the same. */
function calls(sql: string | undefined, names: ReadonlySet<string>): boolean {
  if (sql === undefined) return false
  for (const [, quoted, bare] of sql.matchAll(call)) {
    const name = quoted === undefined ? bare?.toLowerCase() : quoted.replaceAll('""', '"')
    if (name !== undefined && names.has(name)) return true
  }
  return false
}

const call = /(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))\s*\(/gu
