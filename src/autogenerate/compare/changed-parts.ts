import type { ReplaceObject } from '../../operations/object-operation.ts'
import type { Operation } from '../../operations/operation.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import { remadeAround } from '../order/remade-around.ts'
import { triggerOrder } from '../order/trigger-order.ts'
import { alterableType } from './alterable-type.ts'
import { displacedRoutines } from './displaced-routines.ts'
import { heirSides, isHeir, parentsFirst } from './heirs.ts'
import { comparable } from './inherited-parts.ts'
import { compareObjects } from './objects.ts'
import { compareTables, type TableDifferences } from './tables.ts'
import { triggerPlaces } from './trigger-places.ts'
import { droppedAttributes } from './type-users.ts'

/** The tables of two schemas by key, and how those that stand in both have to change. */
export interface TableChanges {
  readonly before: ReadonlyMap<string, TableDefinition>
  readonly after: ReadonlyMap<string, TableDefinition>
  readonly altered: ReadonlyMap<string, TableDifferences>
}

/** The same of objects. */
export interface ObjectChanges {
  readonly before: ReadonlyMap<string, SchemaObject>
  readonly after: ReadonlyMap<string, SchemaObject>
  /** By key: what leads from the one to the other. */
  readonly altered: ReadonlyMap<string, readonly Operation[]>
  /** Keys of what is dropped and made again. */
  readonly remade: ReadonlySet<string>
}

/** Columns that have to make way though nothing of them differs, by key of a table. */
export interface MakingWay {
  /** Their enum type is replaced meanwhile. */
  readonly converted?: ReadonlyMap<string, ReadonlySet<string>> | undefined
  /** They are computed with a function that is dropped and made again. */
  readonly recomputed?: ReadonlyMap<string, ReadonlySet<string>>
}

export function tableChanges(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  dialect: DialectName,
  { converted, recomputed }: MakingWay = {},
): TableChanges {
  const byKey = (tables: readonly TableDefinition[]) =>
    new Map(tables.map((one) => [qualifiedKey(one.table.table), one]))
  const old = byKey(before.tables)
  const fresh = byKey(after.tables)
  const altered = new Map<string, TableDifferences>()
  const sides = { before: old, after: fresh }
  for (const [key, table] of dialect === 'postgres' ? parentsFirst(fresh) : fresh) {
    const was = old.get(key)
    if (was === undefined) continue
    const makingWay = { converted: converted?.get(key), recomputed: recomputed?.get(key) }
    if (dialect === 'postgres' && isHeir(was, table)) {
      const { first, before, after } = heirSides(was, table, sides)
      const found = compareTables(before, after, dialect, makingWay)
      altered.set(key, first.length === 0 ? found : { ...found, first: [...first, ...found.first] })
      continue
    }
    const [one, other] = dialect === 'postgres' ? comparable(was, table, sides) : [was, table]
    altered.set(key, compareTables(one, other, dialect, makingWay))
  }
  return { before: old, after: fresh, altered }
}

/** `replaced`: by key, the enum types that are replaced. */
export function objectChanges(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  dialect: DialectName,
  { altered: tables, before: oldTables, after: freshTables }: TableChanges,
  replaced: ReadonlyMap<string, ReplaceObject> = new Map(),
): ObjectChanges {
  const old = new Map(before.objects.map((object) => [objectKey(object), object]))
  const fresh = new Map(after.objects.map((object) => [objectKey(object), object]))
  const altered = new Map<string, readonly Operation[]>()
  const remade = new Set<string>()
  const order = dialect === 'mysql' ? triggerOrder(before, after) : undefined
  const placed = order === undefined ? asTheyAre : triggerPlaces(before, after)
  for (const [key, object] of fresh) {
    const was = old.get(key)
    if (was === undefined) continue
    const replacement = replaced.get(key)
    if (order?.remade.has(key)) {
      remade.add(key)
      continue
    }
    const standing = order === undefined ? was : order.standing(was, object)
    const found = replacement === undefined ? compareObjects(standing, object, dialect) : [replacement]
    const operations = dialect === 'postgres' ? alterableType(before, was, found) : found
    if (operations === undefined) remade.add(key)
    else altered.set(key, placed(operations, was))
  }
  // MySQL lets go of what a view uses: only one that changes itself has to come back behind it, and on the way back before it.
  const makesWay = (key: string) =>
    dialect !== 'mysql' || altered.get(key)?.some(({ kind }) => kind === 'replaceObject')
  const touched = new Map<TableDefinition, readonly string[]>(
    [...tables].flatMap(([key, { touched }]) => {
      const table = oldTables.get(key)
      return table === undefined || touched.length === 0 ? [] : [[table, touched] as const]
    }),
  )
  if (dialect === 'mysql') {
    for (const [key, definition] of oldTables) {
      const { table, columns } = definition.table
      if (!freshTables.has(key)) touched.set(definition, [table.name, ...columns.map(({ name }) => name)])
    }
  }
  const attributes = droppedAttributes(before, [...altered.values()].flat())
  const displaced = dialect === 'postgres' ? displacedRoutines(before, after) : []
  const anew = new Set([...remade, ...replaced.keys(), ...displaced])
  for (const key of remadeAround(before, { columns: touched, attributes }, anew, dialect))
    if (fresh.has(key) && makesWay(key)) remade.add(key)
  return { before: old, after: fresh, altered, remade }
}

function asTheyAre(operations: readonly Operation[]): readonly Operation[] {
  return operations
}
