import { isStandardBody } from '../../dialects/postgres/routines.ts'
import { spokenOf } from '../../dialects/postgres/signature.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Column, Constraint, Index, TableName } from '../../schema/model.ts'
import type { Routine, SchemaObject } from '../../schema/objects.ts'
import { qualifiedKey } from '../../schema/snapshot.ts'
import { isSql, type SqlValue } from '../../schema/values.ts'
import { identifiersIn } from '../identifiers-in.ts'
import type { Need } from './order.ts'

/** A table or an object, as something that others may need. */
export type Made =
  | { readonly kind: 'table'; readonly definition: TableDefinition }
  | { readonly kind: 'object'; readonly object: SchemaObject }

/** What a part needs, by name: `strength` as in `Need`. */
interface Named {
  readonly name: string
  readonly schema?: string | undefined
  readonly strength: Need['strength']
  /** An expression of a table: it calls functions and names types, and reads from no table or view. */
  readonly inTable?: true
}

/** The same for all that a text of SQL names. */
interface Mentioned extends Omit<Named, 'name' | 'schema'> {
  readonly sql: string
}

type Wanted = Named | Mentioned

/** The needs of each part, by the places of the parts. Parts of one name are all needed. */
export function needsOf(parts: readonly Made[], dialect: DialectName): readonly (readonly Need[])[] {
  const places = new Map<string, number[]>()
  for (const [at, part] of parts.entries()) {
    const name = nameOf(part)
    if (name === undefined) continue
    const known = places.get(name)
    if (known === undefined) places.set(name, [at])
    else known.push(at)
  }
  return parts.map((part, from) => {
    const needs = new Map<number, Need['strength']>()
    for (const { name, schema, strength, inTable } of wantedBy(part).flatMap((one) =>
      namedIn(one, dialect),
    )) {
      for (const on of places.get(name) ?? []) {
        if (on === from || !fits(parts[on], schema) || (inTable && isRelation(parts[on]))) continue
        if (stronger(strength, needs.get(on))) needs.set(on, strength)
      }
    }
    return [...needs].map(([on, strength]) => ({ on, strength }))
  })
}

function namedIn(wanted: Wanted, dialect: DialectName): readonly Named[] {
  if ('name' in wanted) return [wanted]
  const { sql, ...rest } = wanted
  return [...identifiersIn(sql, dialect)].map((name) => ({ name, ...rest }))
}

const strengths = { may: 0, later: 1, must: 2 } as const

function stronger(one: Need['strength'], other: Need['strength'] | undefined): boolean {
  return other === undefined || strengths[one] > strengths[other]
}

function isRelation(part: Made | undefined): boolean {
  return part?.kind === 'table' || (part?.kind === 'object' && part.object.type === 'view')
}

function fits(part: Made | undefined, schema: string | undefined): boolean {
  if (schema === undefined || part === undefined) return true
  const place = part.kind === 'table' ? part.definition.table.table : part.object
  return !('schema' in place) || place.schema === undefined || place.schema === schema
}

function nameOf(part: Made): string | undefined {
  if (part.kind === 'table') return part.definition.table.table.name
  const { object } = part
  if (object.type === 'trigger') return triggerName(object.table, object.name)
  return object.type === 'policy' || object.type === 'grant' ? undefined : object.name
}

function wantedBy(part: Made): readonly Wanted[] {
  return part.kind === 'table' ? wantedByTable(part.definition) : wantedByObject(part.object)
}

function wantedByTable({ table, indexes }: TableDefinition): readonly Wanted[] {
  const { postgres } = table
  return [
    ...inSchema(table.table),
    ...table.columns.flatMap(wantedByColumn),
    ...table.constraints.flatMap(wantedByConstraint),
    ...indexes.flatMap(wantedByIndex),
    ...(postgres?.inherits ?? []).map(must),
    ...(postgres?.ofType === undefined ? [] : [must(postgres.ofType)]),
    ...(postgres?.partitionOf === undefined ? [] : [must(postgres.partitionOf.table)]),
    ...(postgres?.partitionBy?.keys ?? []).flatMap(({ expression }) => called(expression)),
  ]
}

function wantedByColumn({ type, default: value, generated }: Column): readonly Wanted[] {
  return [...wantedByType(type), ...called(sqlOf(value)), ...called(generated?.expression)]
}

function wantedByConstraint(constraint: Constraint): readonly Wanted[] {
  switch (constraint.kind) {
    case 'foreignKey':
      return [{ ...must(constraint.references.table), strength: 'later' }]
    case 'check':
      return called(constraint.expression)
    case 'exclude':
      return [
        ...constraint.elements.flatMap(({ expression, operatorClass }) => [
          ...called(expression),
          ...called(operatorClass),
        ]),
        ...called(constraint.where),
      ]
    default:
      return []
  }
}

function wantedByIndex({ keys, where }: Index): readonly Wanted[] {
  return [...keys.flatMap(({ expression }) => called(expression)), ...called(where)]
}

function wantedByType(type: ColumnType): readonly Wanted[] {
  switch (type.type) {
    case 'enum':
      return type.name === undefined ? [] : [{ name: type.name, schema: type.schema, strength: 'must' }]
    case 'array':
      return wantedByType(type.of)
    case 'raw':
      return mentioned(type.sql, 'must')
    default:
      return []
  }
}

function wantedByObject(object: SchemaObject): readonly Wanted[] {
  switch (object.type) {
    case 'schema':
      return []
    case 'extension':
      return inSchema(object)
    case 'enum':
      return inSchema(object)
    case 'sequence':
      return inSchema(object)
    case 'composite':
      return [...inSchema(object), ...object.attributes.flatMap(({ type }) => wantedByType(type))]
    case 'domain':
      return [
        ...inSchema(object),
        ...wantedByType(object.dataType),
        ...mentioned(sqlOf(object.default), 'must'),
        ...object.checks.flatMap((one) => mentioned(one.expression, 'must')),
      ]
    case 'view':
      return [...inSchema(object), ...mentioned(object.query, 'must')]
    case 'function':
    case 'procedure':
      return [
        ...inSchema(object),
        ...mentioned(spokenOf(object), 'must'),
        ...(isReadable(object) ? mentioned(object.body, isStandardBody(object) ? 'must' : 'may') : []),
      ]
    case 'trigger':
      return [
        must(object.table),
        ...mentioned(object.body, 'must'),
        ...mentioned(object.when, 'must'),
        ...(object.follows === undefined
          ? []
          : [{ name: triggerName(object.table, object.follows), strength: 'must' as const }]),
      ]
    case 'policy':
      return [must(object.table), ...mentioned(object.using, 'must'), ...mentioned(object.check, 'must')]
    case 'grant':
      return [{ name: object.on.name, strength: 'must' }]
    case 'other':
      return [
        ...inSchema(object),
        ...(object.table === undefined ? [] : [must(object.table)]),
        ...mentioned(object.create, 'must'),
      ]
    default:
      return object satisfies never
  }
}

/** Its body is SQL, or has SQL in it. */
function isReadable({ language = 'sql' }: Routine): boolean {
  return ['sql', 'plpgsql'].includes(language.toLowerCase())
}

/** The name of a trigger among names that stand in SQL: none of those has a NUL in it. */
function triggerName(table: TableName, name: string): string {
  return `\0trigger\0${qualifiedKey(table)}\0${name}`
}

function must({ name, schema }: TableName): Named {
  return { name, schema, strength: 'must' }
}

/** The database schema that something is made in. */
function inSchema({ schema }: { readonly schema?: string }): readonly Wanted[] {
  return schema === undefined ? [] : [{ name: schema, strength: 'must' }]
}

function mentioned(sql: string | undefined, strength: Need['strength']): readonly Wanted[] {
  return sql === undefined ? [] : [{ sql, strength }]
}

/** What an expression of a table mentions. */
function called(sql: string | undefined): readonly Wanted[] {
  return mentioned(sql, 'must').map((one) => ({ ...one, inTable: true }))
}

function sqlOf(value: SqlValue | { readonly sql: string } | undefined): string | undefined {
  return isSql(value) ? value.sql : undefined
}
