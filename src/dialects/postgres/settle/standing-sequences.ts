import type { Column, Table } from '../../../schema/model.ts'
import type { Sequence } from '../../../schema/objects.ts'
import { isSame } from '../../../schema/same.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot } from '../../../schema/snapshot.ts'
import { regclass } from '../regclass.ts'

/**
 * The declared schema with the sequences of `actual` that number its serial columns under another name than `serial` gives
 * them where it is free: where `account_id_seq` was taken, the server took `account_id_seq1`; a column that was renamed
 * keeps the sequence it had. Such a column is spelt as what it stands as: with a default, and a sequence of its own.
 */
export function withStandingSequences(declared: SchemaSnapshot, actual: SchemaSnapshot): SchemaSnapshot {
  const owned = ownedSequences(declared, actual)
  if (owned.length === 0) return declared
  const there = new Map(actual.tables.map(({ table }) => [qualifiedKey(table.table), table]))
  const sequences: Sequence[] = []
  const tables = declared.tables.map((one) => {
    const own = owned.filter(({ ownedBy }) => isSame(ownedBy?.table, one.table.table))
    if (own.length === 0) return one
    const found = new Map(there.get(qualifiedKey(one.table.table))?.columns.map((each) => [each.name, each]))
    const columns = one.table.columns.map((column) => {
      const was = found.get(column.name)
      const sequence = own.find((each) => numbers(each, was))
      if (column.serial !== true || sequence === undefined) return column
      sequences.push(ofType(sequence, column))
      return withSequence(column, sequence)
    })
    return { ...one, table: { ...one.table, columns } satisfies Table }
  })
  return { ...declared, tables, objects: [...declared.objects, ...sequences] }
}

/** Those that nobody declares, with nothing but what `serial` gives them. */
function ownedSequences({ objects }: SchemaSnapshot, actual: SchemaSnapshot): readonly Sequence[] {
  const written = new Set(objects.map(objectKey))
  return actual.objects.flatMap((one) => {
    if (one.type !== 'sequence' || one.ownedBy === undefined || written.has(objectKey(one))) return []
    const { type: _, name: __, schema: ___, dataType: ____, ownedBy: _____, unlogged: ______, ...more } = one
    return Object.keys(more).length === 0 ? [one] : []
  })
}

function numbers(sequence: Sequence, column: Column | undefined): boolean {
  return (
    column !== undefined &&
    sequence.ownedBy?.column === column.name &&
    column.type.type === (sequence.dataType ?? 'bigint') &&
    isSame(column.default, { sql: `nextval(${regclass(sequence)})` })
  )
}

/** It counts as far as its column does. */
function ofType({ dataType: _, ...sequence }: Sequence, { type: { type } }: Column): Sequence {
  return { ...sequence, ...((type === 'smallint' || type === 'integer') && { dataType: type }) }
}

function withSequence({ serial: _, ...column }: Column, sequence: Sequence): Column {
  return { ...column, default: { sql: `nextval(${regclass(sequence)})` } }
}
