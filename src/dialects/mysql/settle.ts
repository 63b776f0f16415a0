import type { TableDefinition } from '../../schema/define-table.ts'
import type { Routine, SchemaObject, View } from '../../schema/objects.ts'
import { isRoutine } from '../../schema/routine.ts'
import { isSame } from '../../schema/same.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot, sortSnapshot } from '../../schema/snapshot.ts'
import type { Query } from '../dialect.ts'
import { parametersIn } from './settle/parameters.ts'
import { Planter } from './settle/plant.ts'
import { isAlike, looseType } from './settle/text.ts'
import { withStandingPlaces } from './settle/triggers.ts'
import { settleOffline } from './settle-offline.ts'

/**
 * The declared schema in the server's spelling. What still differs from `actual` by the offline rule is planted: a
 * table as a temporary one, a view as a throw-away view beside it, and read back. What the server refuses to plant
 * stays as the offline rule has it.
 */
export async function settle(
  query: Query,
  declared: SchemaSnapshot,
  actual: SchemaSnapshot,
): Promise<SchemaSnapshot> {
  const { tables, objects, unread } = settleOffline(declared)
  const present = new Map(sortSnapshot(actual).tables.map((one) => [qualifiedKey(one.table.table), one]))
  const given = new Map(declared.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const others = new Map(actual.objects.map((one) => [settledKey(one), one]))
  const planter = await Planter.open(query)
  const settledTables: TableDefinition[] = []
  for (const table of tables) {
    const key = qualifiedKey(table.table.table)
    const [there, same] = [present.get(key), given.get(key)]
    // In the server's own words already, which may not be those that are usual offline.
    const isSettled = same !== undefined && isSame(same, there)
    settledTables.push(isSettled ? same : await settleTable(planter, table, there))
  }
  const settledObjects: SchemaObject[] = []
  for (const object of withStandingPlaces(objects, actual.objects)) {
    settledObjects.push(await settleObject(planter, object, others.get(settledKey(object))))
  }
  return sortSnapshot({ tables: settledTables, objects: settledObjects, unread })
}

/** Routines of MySQL are told apart by their names alone. */
function settledKey(object: SchemaObject): string {
  return isRoutine(object) ? `${object.type}\0${qualifiedKey(object)}` : objectKey(object)
}

async function settleTable(
  planter: Planter,
  declared: TableDefinition,
  actual: TableDefinition | undefined,
): Promise<TableDefinition> {
  if (actual === undefined) return declared
  const whole = withPartitions(withImpliedIndexes(planter.withoutUsual(declared), actual), actual)
  return isSame(whole, actual) ? whole : planter.table(whole, actual)
}

/** A temporary table has no partitions to be read back: in the words of the actual one, where they say the same. */
function withPartitions({ table, indexes }: TableDefinition, actual: TableDefinition): TableDefinition {
  const { mysql } = table
  const partitionBy = actual.table.mysql?.partitionBy
  if (mysql?.partitionBy === undefined || partitionBy === undefined) return { table, indexes }
  // The server names the engine of each partition, which is the table's.
  const words = (text: string) => text.replace(/\s+ENGINE\s*=\s*\w+/gi, '')
  return isAlike(words(mysql.partitionBy), words(partitionBy))
    ? { table: { ...table, mysql: { ...mysql, partitionBy } }, indexes }
    : { table, indexes }
}

/** The server makes an index for a foreign key that has none, and calls it as the key. */
function withImpliedIndexes(declared: TableDefinition, actual: TableDefinition): TableDefinition {
  const implied = actual.indexes.filter(
    ({ name, keys }) =>
      !declared.indexes.some((one) => one.name === name) &&
      declared.table.constraints.some(
        (one) =>
          one.kind === 'foreignKey' &&
          one.name === name &&
          isSame(
            keys,
            one.columns.map((column) => ({ column })),
          ),
      ),
  )
  return { ...declared, indexes: [...declared.indexes, ...implied] }
}

function settleObject(
  planter: Planter,
  declared: SchemaObject,
  actual: SchemaObject | undefined,
): SchemaObject | Promise<SchemaObject> {
  if (actual === undefined || isSame(declared, actual)) return declared
  if (declared.type === 'view' && actual.type === 'view') return settleView(planter, declared, actual)
  if (isRoutine(declared)) {
    return actual.type === declared.type ? settleRoutine(declared, actual) : declared
  }
  return declared
}

function settleView(planter: Planter, declared: View, actual: View): View | Promise<View> {
  const { columns, ...rest } = declared
  if (columns === undefined && isAlike(declared.query, actual.query)) return { ...rest, query: actual.query }
  return planter.view(declared)
}

/** In the words of the actual one, where they mean the same: a routine is not made to see how the server spells it. */
function settleRoutine(declared: Routine, actual: Routine): Routine {
  const { arguments: given, returns } = declared
  return {
    ...declared,
    arguments: isSame(parametersIn(given), parametersIn(actual.arguments)) ? actual.arguments : given,
    ...(returns !== undefined &&
      actual.returns !== undefined &&
      looseType(returns) === looseType(actual.returns) && { returns: actual.returns }),
  }
}
