import type { ObjectOperation } from '../../../operations/object-operation.ts'
import type { TableDefinition } from '../../../schema/define-table.ts'
import type { Column } from '../../../schema/model.ts'
import type { SchemaObject } from '../../../schema/objects.ts'
import { objectKey, qualifiedKey } from '../../../schema/snapshot.ts'
import type { Query } from '../../dialect.ts'
import { codeOf } from '../../driver-errors.ts'
import { ReadOnlyServerError } from '../../errors.ts'
import { type Except, readSnapshot } from '../introspect.ts'
import { attempt, makePlant, type RefusedDefaults } from './make-plant.ts'
import { plantTable } from './plant.ts'
import { inRounds } from './rounds.ts'

/** Something that is declared, and how it is planted. */
export type Plant =
  | {
      readonly kind: 'table'
      readonly declared: TableDefinition
      /** The tables that it is a partition of, each after its own. */
      readonly within: readonly TableDefinition[]
    }
  | { readonly kind: 'object'; readonly declared: SchemaObject; readonly planted: SchemaObject }
  /** A trigger or policy, with the table it is on. */
  | {
      readonly kind: 'onTable'
      readonly declared: SchemaObject
      readonly planted: SchemaObject
      readonly on: TableDefinition
    }
  | {
      readonly kind: 'onView'
      readonly declared: SchemaObject
      readonly planted: SchemaObject
      readonly on: SchemaObject
    }

/** What was read back of plants, by the keys of what is declared. */
export interface PlantReading {
  readonly tables: ReadonlyMap<string, TableDefinition>
  readonly objects: ReadonlyMap<string, SchemaObject>
}

/**
 * Plants in a transaction, reads back what the server made of it, and rolls back. `first` is run before, as far as the
 * server takes it: types that are not there yet, extensions that move.
 */
export async function readPlants(
  query: Query,
  first: readonly ObjectOperation[],
  plants: readonly Plant[],
): Promise<PlantReading> {
  await begin(query)
  try {
    await query('SET LOCAL check_function_bodies = off; SET LOCAL client_min_messages = error')
    for (const operation of first) await attempt(query, operation)
    const objects = plants.filter((plant) => plant.kind === 'object')
    for (const { planted } of objects) await attempt(query, { kind: 'createObject', object: planted })
    // Read before temporary tables hide those that the queries of views speak of.
    const beforeTables = await readBack(query, objects)
    const onTables = plants.filter((plant) => plant.kind !== 'object')
    const read = { tables: new Map(beforeTables.tables), objects: new Map(beforeTables.objects) }
    for (const round of inRounds(onTables, (plant) => tablesOf([plant]))) {
      await query('SAVEPOINT round')
      const found = await readTables(query, round)
      for (const [key, one] of found.tables) read.tables.set(key, one)
      for (const [key, one] of found.objects) read.objects.set(key, one)
      await query('ROLLBACK TO round')
    }
    return read
  } finally {
    await query('ROLLBACK')
  }
}

/** Plants tables, and what stands on them, no two of one name. */
async function readTables(query: Query, plants: readonly Plant[]): Promise<PlantReading> {
  const refused = new Map<string, RefusedDefaults>()
  for (const one of tablesOf(plants)) {
    refused.set(one.table.table.name, await makePlant(query, plantTable(one)))
  }
  for (const plant of plants)
    if (plant.kind === 'onView') await attempt(query, { kind: 'createObject', object: plant.on })
  for (const plant of plants)
    if (plant.kind === 'onTable' || plant.kind === 'onView')
      await attempt(query, { kind: 'createObject', object: plant.planted })
  const { tables, objects } = await readBack(query, plants)
  return {
    tables: new Map(
      [...tables].map(
        ([key, read]) => [key, withDefaults(read, refused.get(read.table.table.name))] as const,
      ),
    ),
    objects,
  }
}

/** What is only the session's default is no reason: nothing is kept. Throws `read-only-server` where it is a standby. */
async function begin(query: Query): Promise<void> {
  try {
    await query('BEGIN READ WRITE')
  } catch (error) {
    // "Feature not supported": a standby has no transaction that writes.
    throw codeOf(error) === '0A000' ? new ReadOnlyServerError(error) : error
  }
}

/** Each table once, though several triggers may be on it. */
function tablesOf(plants: readonly Plant[]): readonly TableDefinition[] {
  return [
    ...new Set(
      plants.flatMap((plant) =>
        plant.kind === 'table'
          ? [...plant.within, plant.declared]
          : plant.kind === 'onTable'
            ? [plant.on]
            : [],
      ),
    ),
  ]
}

/** A default that the server refused is as it was declared. */
function withDefaults(read: TableDefinition, refused: RefusedDefaults = new Map()): TableDefinition {
  if (refused.size === 0) return read
  const columns = read.table.columns.map((column): Column => {
    const value = refused.get(column.name)
    return value === undefined ? column : { ...column, default: value }
  })
  return { ...read, table: { ...read.table, columns } }
}

async function readBack(query: Query, plants: readonly Plant[]): Promise<PlantReading> {
  if (plants.length === 0) return { tables: new Map(), objects: new Map() }
  const [row] = await query('SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()')
  if (row === undefined) return { tables: new Map(), objects: new Map() }
  const found = await readSnapshot(query, { schemas: [String(row.nspname)] }, notPlanted(plants))
  const tables = new Map(found.tables.map((one) => [one.table.table.name, one]))
  const objects = new Map(found.objects.map((one) => [nameKey(one), one]))
  return {
    tables: new Map(
      plants.flatMap((plant) => {
        const read = plant.kind === 'table' ? tables.get(plant.declared.table.table.name) : undefined
        return plant.kind === 'table' && read !== undefined
          ? [[qualifiedKey(plant.declared.table.table), read] as const]
          : []
      }),
    ),
    objects: new Map(
      plants.flatMap((plant) => {
        const read = plant.kind === 'table' ? undefined : objects.get(nameKey(plant.planted))
        return plant.kind !== 'table' && read !== undefined
          ? [[objectKey(plant.declared), read] as const]
          : []
      }),
    ),
  }
}

/** Plants number nothing: their sequences stay where they are. */
function notPlanted(plants: readonly Plant[]): Except {
  const types = new Set(plants.map((plant) => (plant.kind === 'table' ? plant.kind : plant.planted.type)))
  const has = (...wanted: readonly SchemaObject['type'][]) => wanted.some((type) => types.has(type))
  return [
    'sequences',
    'others',
    ...(has('domain', 'composite') ? [] : (['types'] as const)),
    ...(has('function', 'procedure') ? [] : (['routines'] as const)),
    ...(has('trigger', 'policy') ? [] : (['hooks'] as const)),
  ]
}

/** Plants have names of their own, so that the schema and the arguments say nothing. */
function nameKey(object: SchemaObject): string {
  if (object.type === 'trigger' || object.type === 'policy') {
    return `${object.type}\0${object.table.name}\0${object.name}`
  }
  return `${object.type}\0${'name' in object ? object.name : ''}`
}
