import type { ObjectOperation } from '../../operations/object-operation.ts'
import { withDefaultNames } from '../../schema/default-names.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { Table } from '../../schema/model.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { isRoutine } from '../../schema/routine.ts'
import { isSame } from '../../schema/same.ts'
import { shareParts } from '../../schema/share-parts.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import type { Query } from '../dialect.ts'
import { mergeObject, mergeTable } from './settle/merge.ts'
import { withUsualNamespaces } from './settle/namespaces.ts'
import { withNotNullNames, withPossibleNotNulls } from './settle/not-null-names.ts'
import { withNumberedSequences } from './settle/numbered-sequences.ts'
import { plantObject, plantTable, plantView } from './settle/plant.ts'
import { type Plant, readPlants } from './settle/read.ts'
import { respelled } from './settle/respell.ts'
import { withStandingSequences } from './settle/standing-sequences.ts'
import { withStandingStatistics } from './settle/standing-statistics.ts'
import { withUnusualIdentity, withUnusualSequence } from './settle/usual-numbers.ts'
import { withoutUsualParts } from './settle/usual-parts.ts'

/**
 * The declared schema in the server's spelling. Constraints get the names that the server would give them; then all
 * whose text differs from what `actual` has in its place is planted as temporary tables, views, types and functions
 * in a transaction that is rolled back, and read back. What the server refuses keeps the declared text: it can't be
 * what stands there.
 */
export async function settle(
  query: Query,
  declared: SchemaSnapshot,
  actual: SchemaSnapshot,
): Promise<SchemaSnapshot> {
  const there = new Map(actual.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const possible = await withPossibleNotNulls(query, declared)
  const sequences = new Set(
    declared.objects.flatMap((one) => (one.type === 'sequence' ? [qualifiedKey(one)] : [])),
  )
  const usual = {
    ...declared,
    objects: withStandingStatistics(
      await withUsualNamespaces(query, possible.objects.map(withUnusualSequence), actual),
      actual,
    ),
    tables: possible.tables.map((one) => {
      const found = there.get(qualifiedKey(one.table.table))
      // Declared just as it is read: most tables, most of the time.
      const isAsRead = found !== undefined && isSame(one, found)
      const whole = isAsRead ? found : { ...one, table: withoutUsual(withDefaultNames(one.table)) }
      const known = isAsRead ? whole.table : withNotNullNames(whole.table, found?.table)
      const table = withNumberedSequences(known, found?.table, sequences)
      return table === whole.table ? whole : { ...whole, table }
    }),
  }
  const named = shareParts(withStandingSequences(usual, actual), actual)
  const plants = plantsFor(named, actual)
  if (plants.length === 0) return named
  const read = await readPlants(query, madeBefore(named, actual), plants)
  const settled = {
    ...named,
    tables: named.tables.map((one) => {
      const found = read.tables.get(qualifiedKey(one.table.table))
      return found === undefined ? one : mergeTable(one, found)
    }),
    objects: named.objects.map((one) => {
      const found = read.objects.get(objectKey(one))
      return found === undefined ? one : mergeObject(one, found)
    }),
  }
  return respelled(query, settled, actual, plantsFor)
}

/** What holds anyway is not said. */
function withoutUsual(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map(withUnusualIdentity),
    constraints: table.constraints.map(withoutUsualParts),
  }
}

function plantsFor(declared: SchemaSnapshot, actual: SchemaSnapshot): readonly Plant[] {
  const tables = new Map(actual.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const objects = new Map(actual.objects.map((one) => [objectKey(one), one]))
  const looseKeys = new Map(actual.objects.map((one) => [looseKey(one), one]))
  const own = new Map(declared.tables.map((one) => [qualifiedKey(one.table.table), one]))
  return [
    ...declared.tables.flatMap((one): readonly Plant[] => {
      const there = tables.get(qualifiedKey(one.table.table))
      return there === undefined || !differs(one, there)
        ? []
        : [{ kind: 'table', declared: one, within: partitioned(one, own) }]
    }),
    ...declared.objects.flatMap((one, at): readonly Plant[] => {
      const there = objects.get(objectKey(one)) ?? looseKeys.get(looseKey(one))
      if (there === undefined || isSame(one, there)) return []
      const planted = plantObject(one, `tsmig_plant_${at}`)
      if (planted === undefined) return []
      if (planted.type !== 'trigger' && planted.type !== 'policy')
        return [{ kind: 'object', declared: one, planted }]
      const on = 'table' in one && one.table !== undefined ? own.get(qualifiedKey(one.table)) : undefined
      if (on !== undefined) return [{ kind: 'onTable', declared: one, planted, on }]
      return planted.type === 'trigger'
        ? [{ kind: 'onView', declared: one, planted, on: plantView(planted) }]
        : []
    }),
  ]
}

/** The tables that a table is a partition of, the outermost first. */
function partitioned(
  { table }: TableDefinition,
  tables: ReadonlyMap<string, TableDefinition>,
): readonly TableDefinition[] {
  const of = table.postgres?.partitionOf
  const parent = of && tables.get(qualifiedKey(of.table))
  return parent === undefined ? [] : [...partitioned(parent, tables), parent]
}

/** A function is found by its name where its arguments are spelt otherwise. */
function looseKey(object: SchemaObject): string {
  return isRoutine(object) ? `routine\0${qualifiedKey(object)}` : objectKey(object)
}

/** Comments, foreign keys and whatever else has one spelling only need nobody's opinion. */
function differs(one: TableDefinition, other: TableDefinition): boolean {
  return !isSame(one, other) && !isSame(plantTable(one), plantTable(other))
}

/** Types that are declared and not there, and extensions where they are to be: what is planted may need them. */
function madeBefore(declared: SchemaSnapshot, actual: SchemaSnapshot): readonly ObjectOperation[] {
  const there = new Map(actual.objects.map((one) => [objectKey(one), one]))
  const made = (...types: readonly SchemaObject['type'][]) =>
    declared.objects
      .filter((one) => types.includes(one.type) && !there.has(objectKey(one)))
      .map((object) => ({ kind: 'createObject', object }) as const)
  const moved = declared.objects.flatMap((one): readonly ObjectOperation[] => {
    const found = there.get(objectKey(one))
    if (one.type !== 'extension' || found?.type !== 'extension' || found.schema === one.schema) return []
    return [{ kind: 'alterExtension', name: one.name, to: { schema: one.schema ?? null } }]
  })
  return [...made('schema'), ...moved, ...made('enum', 'composite', 'domain', 'sequence')]
}
