import type { RenameObject } from '../../operations/object-operation.ts'
import type { Column, TableName } from '../../schema/model.ts'
import { ownedName } from '../../schema/owned-name.ts'
import { qualifiedKey, type SchemaSnapshot } from '../../schema/snapshot.ts'
import type { Renamed } from './renamed.ts'
import { relationKeys } from './renamed-objects.ts'

/**
 * What gives the sequences of identities, which no ALTER COLUMN renames, the names that are declared, and the schema
 * after it. PostgreSQL.
 */
export function alignedSequences(before: SchemaSnapshot, after: SchemaSnapshot): Renamed {
  const wanted = new Map(after.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const taken = new Set<string>()
  const operations: RenameObject[] = []
  const tables = before.tables.map((definition) => {
    const { table, columns } = definition.table
    const fresh = wanted.get(qualifiedKey(table))?.table.columns
    if (fresh === undefined || !columns.some(({ identity }) => identity !== undefined)) return definition
    const byName = new Map(fresh.map((column) => [column.name, column]))
    const renamed = columns.map((column) => {
      const from = sequenceOf(table, column)
      const to = sequenceOf(table, byName.get(column.name))
      if (column.identity === undefined || from === undefined || to === undefined || from === to)
        return column
      if (taken.size === 0)
        for (const key of [...relationKeys(before), ...numberedKeys(before)]) taken.add(key)
      const key = keyWithin(table, to)
      if (taken.has(key)) return column
      taken.add(key)
      const place = table.schema === undefined ? {} : { schema: table.schema }
      operations.push({ kind: 'renameObject', object: { type: 'sequence', ...place, name: from }, to })
      const { sequence: _, ...rest } = column.identity
      const isUsual = to === ownedName(table.name, column.name, 'seq')
      return { ...column, identity: isUsual ? rest : { ...rest, sequence: to } }
    })
    return { ...definition, table: { ...definition.table, columns: renamed } }
  })
  return operations.length === 0
    ? { operations, snapshot: before }
    : { operations, snapshot: { ...before, tables } }
}

function sequenceOf(table: TableName, column: Column | undefined): string | undefined {
  if (column?.identity === undefined) return undefined
  return column.identity.sequence ?? ownedName(table.name, column.name, 'seq')
}

function numberedKeys({ tables }: SchemaSnapshot): readonly string[] {
  return tables.flatMap(({ table: { table, columns } }) =>
    columns.flatMap((column) => {
      const own = column.serial === true ? ownedName(table.name, column.name, 'seq') : undefined
      const name = sequenceOf(table, column) ?? own
      return name === undefined ? [] : [keyWithin(table, name)]
    }),
  )
}

function keyWithin({ schema }: TableName, name: string): string {
  return qualifiedKey({ name, ...(schema !== undefined && { schema }) })
}
