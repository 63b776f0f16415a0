import type { Column, Table, TableName } from '../../../schema/model.ts'
import type { Sequence } from '../../../schema/objects.ts'
import { ownedName } from '../../../schema/owned-name.ts'
import { isSame } from '../../../schema/same.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../../schema/snapshot.ts'
import { isSql } from '../../../schema/values.ts'
import { regclass } from '../regclass.ts'

/**
 * The declared schema with the sequences of `actual` that number its serial columns, where they are not as `serial` would
 * make them: where `account_id_seq` was taken, the server took `account_id_seq1`; a column that was renamed keeps the
 * sequence it had; one that became a bigint keeps a sequence of integers; somebody altered it. Such a column is spelt as
 * what it stands as: with a default, and a sequence of its own, which counts as `serial` does.
 */
export function withStandingSequences(declared: SchemaSnapshot, actual: SchemaSnapshot): SchemaSnapshot {
  const written = new Set(declared.objects.map(objectKey))
  const standing = new Map(
    actual.objects.flatMap((one) =>
      one.type === 'sequence' && !written.has(objectKey(one)) ? [[drawingFrom(one), one] as const] : [],
    ),
  )
  if (standing.size === 0) return declared
  const there = new Map(actual.tables.map(({ table }) => [qualifiedKey(table.table), table]))
  const sequences: Sequence[] = []
  const tables = declared.tables.map((one) => {
    const { table, columns } = one.table
    const found = there.get(qualifiedKey(table))
    if (found === undefined || !columns.some(({ serial }) => serial === true)) return one
    const spelled = columns.map((column) => {
      const value = found.columns.find(({ name }) => name === column.name)?.default
      const sequence = isSql(value) ? standing.get(value.sql) : undefined
      if (column.serial !== true || sequence === undefined || !isOwn(sequence, table, column)) return column
      sequences.push(asSerialMakes(sequence, table, column))
      return withSequence(column, sequence)
    })
    return { ...one, table: { ...one.table, columns: spelled } satisfies Table }
  })
  return { ...declared, tables, objects: [...declared.objects, ...sequences] }
}

/** Whether a sequence that a column draws from is no other column's. */
function isOwn({ ownedBy, name, schema }: Sequence, table: TableName, column: Column): boolean {
  return ownedBy === undefined
    ? name === ownedName(table.name, column.name, 'seq') && schema === table.schema
    : isSame(ownedBy.table, table) && ownedBy.column === column.name
}

/** The default of a column that draws from it, as the server spells it. */
function drawingFrom(sequence: Sequence): string {
  return `nextval(${regclass(sequence)})`
}

/** It counts as far as its column does. */
function asSerialMakes({ name, schema, unlogged }: Sequence, table: TableName, column: Column): Sequence {
  const { type } = column.type
  return {
    type: 'sequence',
    name,
    ...(schema !== undefined && { schema }),
    ...((type === 'smallint' || type === 'integer') && { dataType: type }),
    ...(unlogged !== undefined && { unlogged }),
    ownedBy: { table, column: column.name },
  }
}

function withSequence({ serial: _, ...column }: Column, sequence: Sequence): Column {
  return { ...column, default: { sql: drawingFrom(sequence) } }
}
