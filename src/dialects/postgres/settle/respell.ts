import type { TableDefinition } from '../../../schema/define-table.ts'
import type { Column, Constraint, Index } from '../../../schema/model.ts'
import type { SchemaObject } from '../../../schema/objects.ts'
import { isSame } from '../../../schema/same.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../../schema/snapshot.ts'
import type { Query } from '../../dialect.ts'
import { type Plant, readPlants } from './read.ts'

/** What has to be planted of the one schema, to see how the server spells what differs from the other. */
export type PlantsFor = (one: SchemaSnapshot, other: SchemaSnapshot) => readonly Plant[]

/**
 * The settled schema in the words of `actual`, where the two say the same in different ones: what the server made of
 * an expression it spells once more otherwise when it is told its own words (`NOT IN`, `BETWEEN`). So where both
 * still differ, both are planted as they are spelt now: what comes out alike is the same.
 */
export async function respelled(
  query: Query,
  settled: SchemaSnapshot,
  actual: SchemaSnapshot,
  plantsFor: PlantsFor,
): Promise<SchemaSnapshot> {
  const tables = new Map(actual.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const objects = new Map(actual.objects.map((one) => [objectKey(one), one]))
  const isDoubtful = (plant: Plant): boolean => {
    const { declared } = plant
    if ('type' in declared) return isRespelt(declared, objects.get(objectKey(declared)))
    const there = tables.get(qualifiedKey(declared.table.table))
    return there !== undefined && textsOf(declared).some(([name, text]) => isOther(text, textIn(there, name)))
  }
  const ours = plantsFor(settled, actual).filter(isDoubtful)
  if (ours.length === 0) return settled
  const keys = new Set(ours.map(({ declared }) => keyOf(declared)))
  const theirs = plantsFor(actual, settled).filter(({ declared }) => keys.has(keyOf(declared)))
  const one = await readPlants(query, [], ours)
  const other = await readPlants(query, [], theirs)
  return {
    ...settled,
    tables: settled.tables.map((table) => {
      const key = qualifiedKey(table.table.table)
      const readings = [one.tables.get(key), other.tables.get(key), tables.get(key)] as const
      return respellTable(table, ...readings)
    }),
    objects: settled.objects.map((object) => {
      const key = objectKey(object)
      return respellObject(object, one.objects.get(key), other.objects.get(key), objects.get(key))
    }),
  }
}

function keyOf(part: TableDefinition | SchemaObject): string {
  return 'type' in part ? objectKey(part) : `table\0${qualifiedKey(part.table.table)}`
}

function isOther(text: string, other: string | undefined): boolean {
  return other !== undefined && text !== other
}

/** The expressions of a table, by the names of what they stand in. */
function textsOf({ table, indexes }: TableDefinition): readonly (readonly [name: string, text: string])[] {
  return [
    ...table.columns.map((one) => [`column\0${one.name}`, columnText(one)] as const),
    ...table.constraints.map((one) => [`constraint\0${one.name ?? ''}`, constraintText(one)] as const),
    ...indexes.map((one) => [`index\0${one.name}`, indexText(one)] as const),
  ]
}

function textIn(definition: TableDefinition, name: string): string | undefined {
  return textsOf(definition).find(([one]) => one === name)?.[1]
}

function columnText({ default: value, generated }: Column): string {
  return written([value, generated])
}

function constraintText(constraint: Constraint): string {
  if (constraint.kind === 'check') return constraint.expression
  return constraint.kind === 'exclude' ? written([constraint.elements, constraint.where]) : ''
}

function indexText({ keys, where }: Index): string {
  return written([keys, where])
}

function written(parts: unknown): string {
  return JSON.stringify(parts, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))
}

function respellTable(
  { table, indexes }: TableDefinition,
  one: TableDefinition | undefined,
  other: TableDefinition | undefined,
  actual: TableDefinition | undefined,
): TableDefinition {
  if (one === undefined || other === undefined || actual === undefined) return { table, indexes }
  const agree = new Set(textsOf(one).flatMap(([name, text]) => (textIn(other, name) === text ? [name] : [])))
  return {
    table: {
      ...table,
      columns: table.columns.map((column) => {
        const there = actual.table.columns.find(({ name }) => name === column.name)
        return there !== undefined && agree.has(`column\0${column.name}`)
          ? inWordsOf(column, there, ['default', 'generated'])
          : column
      }),
      constraints: table.constraints.map((constraint) => {
        const there = likeOf(constraint, one, other, actual)
        return there === undefined
          ? constraint
          : inWordsOf(constraint, there, ['expression', 'elements', 'where'])
      }),
    },
    indexes: indexes.map((index) => {
      const there = actual.indexes.find(({ name }) => name === index.name)
      return there !== undefined && agree.has(`index\0${index.name}`)
        ? inWordsOf(index, there, ['keys', 'where'])
        : index
    }),
  }
}

/** The constraint of `actual` that says the same, whatever it is called: one without a name has one only there. */
function likeOf(
  constraint: Constraint,
  one: TableDefinition,
  other: TableDefinition,
  actual: TableDefinition,
): Constraint | undefined {
  const textOf = (definition: TableDefinition, name = '') => textIn(definition, `constraint\0${name}`)
  const text = textOf(one, constraint.name)
  if (text === undefined) return undefined
  const likes = actual.table.constraints.filter(
    ({ kind, name }) => kind === constraint.kind && textOf(other, name) === text,
  )
  return likes.find(({ name }) => name === constraint.name) ?? likes[0]
}

/** The part with some aspects as the other has them, where both have them. */
function inWordsOf<Part extends object>(part: Part, other: Part, aspects: readonly string[]): Part {
  const words = Object.entries(other).filter(([aspect]) => aspects.includes(aspect) && aspect in part)
  return { ...part, ...Object.fromEntries(words) }
}

const aspects = ['query', 'using', 'check', 'when'] as const

function aspectsOf(object: SchemaObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => aspects.some((one) => one === name)))
}

function isRespelt(object: SchemaObject, actual: SchemaObject | undefined): boolean {
  return actual !== undefined && !isSame(aspectsOf(object), aspectsOf(actual))
}

function respellObject(
  object: SchemaObject,
  one: SchemaObject | undefined,
  other: SchemaObject | undefined,
  actual: SchemaObject | undefined,
): SchemaObject {
  if (one === undefined || other === undefined || actual?.type !== object.type) return object
  return isSame(aspectsOf(one), aspectsOf(other)) ? inWordsOf(object, actual, aspects) : object
}
