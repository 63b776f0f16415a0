import type { TableDefinition } from './define-table.ts'
import type { Constraint } from './model.ts'
import type { SchemaObject } from './objects.ts'

/** What a database holds, or is declared to hold. A table without a schema is in the connection's own. */
export interface SchemaSnapshot {
  readonly tables: readonly TableDefinition[]
  /** All but tables, their columns, constraints and indexes. */
  readonly objects: readonly SchemaObject[]
  /** What stands in the database and could not be read. */
  readonly unread: readonly UnreadPart[]
}

/** Something in a database that is not in its snapshot. */
export interface UnreadPart {
  /** What it is: `view "report"`. */
  readonly what: string
  /** Why: the rights that lack, the server's own words. */
  readonly reason: string
}

/** What a part is called among those that could not be read: `view "report"`, with its schema `view "sales.report"`. */
export function titleOf(
  kind: string,
  { name, schema }: { readonly name: string; readonly schema?: string },
): string {
  return `${kind} "${schema === undefined ? '' : `${schema}.`}${name}"`
}

/** How far an introspection has come: `tables`, 4 of 12 questions. */
export type IntrospectionProgress = (what: string, done: number, of: number) => void

/** The key of a table or object among others of its kind: its schema and name. */
export function qualifiedKey({
  schema = '',
  name,
}: {
  readonly schema?: string
  readonly name: string
}): string {
  return `${schema}\0${name}`
}

/** The key of an object: no two objects of a snapshot have the same. Types, and views and tables, share their names. */
export function objectKey(object: SchemaObject): string {
  switch (object.type) {
    case 'schema':
    case 'extension':
      return `${object.type}\0${object.name}`
    case 'sequence':
    case 'view':
      return `${object.type}\0${qualifiedKey(object)}`
    case 'enum':
    case 'composite':
    case 'domain':
      return `type\0${qualifiedKey(object)}`
    case 'function':
    case 'procedure':
      return `routine\0${qualifiedKey(object)}\0${object.arguments}`
    case 'trigger':
    case 'policy':
      return `${object.type}\0${qualifiedKey(object.table)}\0${object.name}`
    case 'grant':
      return `grant\0${inOneOrder([object.on, object.to, object.privileges, object.columns])}`
    case 'other':
      return `other\0${object.what}\0${object.table === undefined ? '' : qualifiedKey(object.table)}\0${qualifiedKey(object)}\0${object.drop}`
    default:
      return object satisfies never
  }
}

const turns: Readonly<Record<SchemaObject['type'], number>> = {
  schema: 0,
  extension: 1,
  enum: 2,
  composite: 3,
  domain: 4,
  sequence: 5,
  function: 6,
  procedure: 7,
  view: 8,
  trigger: 9,
  policy: 10,
  other: 11,
  grant: 12,
}

/**
 * The same parts in an order that depends on their names alone: tables by schema and name, each with its
 * constraints by kind and name and its indexes by name; objects by type, schema and name. Columns stay in their order.
 */
export function sortSnapshot({ tables, objects, unread }: SchemaSnapshot): SchemaSnapshot {
  return {
    tables: sortTables(tables.map(sortTable)),
    objects: sortedBy(
      objects.map(sortObject),
      (object) => `${String(turns[object.type]).padStart(2, '0')}\0${objectKey(object)}`,
    ),
    unread: sortedBy(unread, ({ what, reason }) => `${what}\0${reason}`),
  }
}

/** Most lists are in order already: they are told so without a key made of each name. */
function sortTables(tables: readonly TableDefinition[]): readonly TableDefinition[] {
  const isInOrder = tables.every(({ table: { table } }, at) => {
    const before = tables[at - 1]?.table.table
    if (before === undefined) return true
    const [schema, former] = [table.schema ?? '', before.schema ?? '']
    return former === schema ? before.name <= table.name : former < schema
  })
  return isInOrder ? tables : sortedBy(tables, ({ table }) => qualifiedKey(table.table))
}

function sortObject(object: SchemaObject): SchemaObject {
  if (object.type === 'view' && object.indexes !== undefined) {
    return { ...object, indexes: sortedBy(object.indexes, ({ name }) => name) }
  }
  if (object.type !== 'domain') return object
  return { ...object, checks: sortedBy(object.checks, ({ name, expression }) => name ?? expression) }
}

const kinds = { primaryKey: 0, unique: 1, exclude: 2, check: 3, foreignKey: 4 } as const

/** A table with its constraints by kind and name, and its indexes by name. */
export function sortTable(definition: TableDefinition): TableDefinition {
  const { table } = definition
  const constraints = isInOrder(table.constraints)
    ? table.constraints
    : sortedBy(table.constraints, constraintKey)
  const indexes = sortedBy(definition.indexes, ({ name }) => name)
  return constraints === table.constraints && indexes === definition.indexes
    ? definition
    : { table: { ...table, constraints }, indexes }
}

/** The same for constraints with names of their own. */
function isInOrder(constraints: readonly Constraint[]): boolean {
  return constraints.every((one, at) => {
    if (one.name === undefined) return false
    const before = constraints[at - 1]
    if (before?.name === undefined) return at === 0
    return kinds[before.kind] === kinds[one.kind]
      ? before.name <= one.name
      : kinds[before.kind] < kinds[one.kind]
  })
}

function constraintKey(constraint: Constraint): string {
  return `${kinds[constraint.kind]}\0${constraint.name ?? `\0${inOneOrder(constraint)}`}`
}

/** Code unit order: the same on every machine, whatever its locale. What is in order is given back as it is. */
function sortedBy<Part>(parts: readonly Part[], key: (part: Part) => string): readonly Part[] {
  if (parts.length < 2) return parts
  const keys = parts.map(key)
  if (keys.every((one, at) => at === 0 || (keys[at - 1] ?? '') <= one)) return parts
  return parts
    .map((part, at) => ({ part, key: keys[at] ?? '' }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ part }) => part)
}

/** Data as text: the same whatever the order in which its keys were set. */
export function inOneOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`
    return typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part
  })
}
