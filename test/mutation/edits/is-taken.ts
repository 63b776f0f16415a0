import type { TableDefinition } from '../../../src/schema/define-table.ts'
import type { Declared } from '../declared.ts'
import { fitsStrict } from '../kinds.ts'

/** Whether a database takes the schema: what one edit allows, another may have made impossible. */
export function isTaken({ tables }: Declared): boolean {
  return tables.every((one) => isStrictEnough(one) && hasItsIndexes(one) && isPartedWhole(one))
}

function isStrictEnough({ table }: TableDefinition): boolean {
  return table.strict !== true || table.columns.every(fitsStrict)
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
