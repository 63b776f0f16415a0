import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { SchemaObject } from '../../../src/schema/objects.ts'
import { type Declared, isSameName, tableNamed } from '../declared.ts'
import { fitsStrict } from '../kinds.ts'

/** Whether a database takes the schema: what one edit allows, another may have made impossible. */
export function isTaken(declared: Declared): boolean {
  return (
    declared.tables.every(
      (one) =>
        isStrictEnough(one) &&
        isNumberedForward(one) &&
        hasItsIndexes(one) &&
        isPartedWhole(one) &&
        isNumberedAlone(one, declared) &&
        pointsAtKeys(one, declared),
    ) && declared.objects.every((object) => isUpdatable(object, declared) && follows(object, declared))
  )
}

/** Where foreign keys point, there is a key. */
function pointsAtKeys({ table }: TableDefinition, declared: Declared): boolean {
  return table.constraints.every((one) => {
    if (one.kind !== 'foreignKey') return true
    const wanted = [...one.references.columns].sort().join('\0')
    return tableNamed(declared, one.references.table)?.table.constraints.some(
      (key) =>
        (key.kind === 'primaryKey' || key.kind === 'unique') && [...key.columns].sort().join('\0') === wanted,
    )
  })
}

/** A trigger that follows another fires when that does, and none is in the way of rows. */
function follows(object: SchemaObject, { objects }: Declared): boolean {
  // One that fires while rows are put in place would keep them out.
  if (object.type === 'trigger' && (object.enabled === 'replica' || object.enabled === 'always'))
    return object.timing === 'after'
  if (object.type !== 'trigger' || object.follows === undefined) return true
  return objects.some(
    (one) =>
      one.type === 'trigger' &&
      one.name === object.follows &&
      isSameName(one.table, object.table) &&
      one.timing === object.timing &&
      one.events.join() === object.events.join(),
  )
}

/** What is written to a view can only be checked where it can be written: to a table, column by column. */
function isUpdatable(object: SchemaObject, { tables }: Declared): boolean {
  if (object.type !== 'view' || object.checkOption === undefined) return true
  const [, name] = / FROM (?:["`]\w+["`]\.)?["`]([^"`]*)["`]/.exec(object.query) ?? []
  return !/1 \+ 1|count\(/.test(object.query) && tables.some(({ table }) => table.table.name === name)
}

function isStrictEnough({ table }: TableDefinition): boolean {
  return table.strict !== true || table.columns.every(fitsStrict)
}

/** SQLite numbers no rows backwards. */
function isNumberedForward({ table }: TableDefinition): boolean {
  return (
    table.columns.every(({ identity }) => identity === undefined) ||
    table.constraints.every((one) => !('sqlite' in one) || one.sqlite?.descending === undefined)
  )
}

/** The indexes that the settings of a table name are there. */
function hasItsIndexes({ table, indexes }: TableDefinition): boolean {
  const { clusterOn, replicaIdentity } = table.postgres ?? {}
  const keys = table.constraints.filter(({ kind }) => kind === 'primaryKey' || kind === 'unique')
  const isThere = (name: string) => [...indexes, ...keys].some((one) => one.name === name)
  if (clusterOn !== undefined && !isThere(clusterOn)) return false
  if (typeof replicaIdentity !== 'object') return true
  const index = indexes.find(({ name }) => name === replicaIdentity.index)
  const isFull = (column = '') => table.columns.some(({ name, nullable }) => name === column && !nullable)
  return (
    index?.unique === true &&
    index.where === undefined &&
    index.keys.every(({ column }) => column !== undefined && isFull(column))
  )
}

/** A serial column is known by the name of its sequence, which nothing else may have. */
function isNumberedAlone({ table }: TableDefinition, { objects }: Declared): boolean {
  return table.columns.every(
    ({ name, serial }) =>
      serial !== true ||
      objects.every((one) => !('name' in one) || one.name !== `${table.table.name}_${name}_seq`),
  )
}

/** Each key of a partitioned table of MySQL holds the column by which its rows are told apart. */
function isPartedWhole({ table, indexes }: TableDefinition): boolean {
  if (table.mysql?.partitionBy === undefined) return true
  return (
    table.columns.some(({ name }) => name === 'id') &&
    table.constraints.every((key) => {
      if (key.kind === 'foreignKey') return false
      return (key.kind !== 'primaryKey' && key.kind !== 'unique') || key.columns.includes('id')
    }) &&
    indexes.every(({ unique, keys }) => !unique || keys.some(({ column }) => column === 'id'))
  )
}
