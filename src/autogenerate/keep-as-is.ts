import type { PartPlace, PartType, SchemaPart } from '../schema/comparison-hooks.ts'
import type { TableDefinition } from '../schema/define-table.ts'
import type { Column, Constraint, Index, TableName } from '../schema/model.ts'
import type { SchemaObject } from '../schema/objects.ts'
import { isSame } from '../schema/same.ts'
import { inOneOrder, objectKey, qualifiedKey, type SchemaSnapshot, sortSnapshot } from '../schema/snapshot.ts'

/** A part of the database or of the declaration, or of both. */
export interface StandingPart {
  readonly type: PartType
  readonly name: string
  readonly place: PartPlace
  readonly database: SchemaPart | undefined
  readonly declared: SchemaPart | undefined
}

/**
 * The declared schema, in which what doesn't count is as it is in the database: comparing the two then finds no
 * difference there, and yet knows what stands in the way.
 */
export function keepAsIs(
  database: SchemaSnapshot,
  declared: SchemaSnapshot,
  counts: (part: StandingPart) => boolean,
): SchemaSnapshot {
  const tables = chosen(database.tables, declared.tables, tableKey, {
    about: aboutTable,
    counts,
    inside: (was, is) => keptTable(was, is, counts),
  })
  const objects = chosen(database.objects, declared.objects, objectKey, { about: aboutObject, counts })
  return sortSnapshot({ tables, objects, unread: declared.unread })
}

/** The tables and objects of the database that the declaration doesn't have. */
export function onlyInDatabase(database: SchemaSnapshot, declared: SchemaSnapshot): readonly StandingPart[] {
  return [
    ...missing(database.tables, declared.tables, tableKey, aboutTable),
    ...missing(database.objects, declared.objects, objectKey, aboutObject),
  ]
}

function missing<Part extends SchemaPart>(
  database: readonly Part[],
  declared: readonly Part[],
  key: (part: Part) => string,
  about: (part: Part) => About,
): readonly StandingPart[] {
  const wanted = new Set(declared.map(key))
  return database
    .filter((part) => !wanted.has(key(part)))
    .map((part) => ({ ...about(part), database: part, declared: undefined }))
}

function tableKey({ table }: TableDefinition): string {
  return qualifiedKey(table.table)
}

function aboutTable({ table: { table } }: TableDefinition): About {
  return { type: 'table', name: table.name, place: inSchema(table) }
}

type About = Pick<StandingPart, 'type' | 'name' | 'place'>

/** Of each part the declaration, or, where it doesn't count, what the database has in its place. */
function chosen<Part extends SchemaPart>(
  database: readonly Part[],
  declared: readonly Part[],
  key: (part: Part) => string,
  choice: {
    readonly about: (part: Part) => About
    readonly counts: (part: StandingPart) => boolean
    readonly inside?: (was: Part, is: Part) => Part
  },
): readonly Part[] {
  const standing = new Map(database.map((part) => [key(part), part]))
  const wanted = new Map(declared.map((part) => [key(part), part]))
  return [...new Set([...wanted.keys(), ...standing.keys()])].flatMap((one): readonly Part[] => {
    const [was, is] = [standing.get(one), wanted.get(one)]
    const part = is ?? was
    if (part === undefined) return []
    if (!choice.counts({ ...choice.about(part), database: was, declared: is }))
      return was === undefined ? [] : [was]
    if (is === undefined) return []
    return [was === undefined || choice.inside === undefined ? is : choice.inside(was, is)]
  })
}

function keptTable(
  was: TableDefinition,
  is: TableDefinition,
  counts: (part: StandingPart) => boolean,
): TableDefinition {
  if (isSame(was, is)) return is
  const { table } = is.table
  const place: PartPlace = { ...inSchema(table), table: table.name }
  const columns = chosen<Column>(was.table.columns, is.table.columns, ({ name }) => name, {
    about: ({ name }) => ({ type: 'column', name, place }),
    counts,
  })
  const constraints = chosen<Constraint>(was.table.constraints, is.table.constraints, constraintKey, {
    about: ({ kind, name = '' }) => ({ type: kind, name, place }),
    counts,
  })
  const indexes = chosen<Index>(was.indexes, is.indexes, ({ name }) => name, {
    about: ({ name }) => ({ type: 'index', name, place }),
    counts,
  })
  return { table: { ...is.table, columns, constraints }, indexes }
}

function constraintKey(constraint: Constraint): string {
  return constraint.name === undefined ? inOneOrder(constraint) : `"${constraint.name}`
}

function aboutObject(object: SchemaObject): About {
  switch (object.type) {
    case 'grant':
      return { type: 'grant', name: object.on.name, place: {} }
    case 'schema':
      return { type: 'schema', name: object.name, place: {} }
    case 'trigger':
    case 'policy':
      return {
        type: object.type,
        name: object.name,
        place: { ...inSchema(object.table), table: object.table.name },
      }
    default:
      return { type: object.type, name: object.name, place: inSchema(object) }
  }
}

function inSchema({ schema }: Partial<TableName>): PartPlace {
  return schema === undefined ? {} : { schema }
}
