import type { Operation } from '../operations/operation.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { Rename } from '../schema/rename.ts'
import { objectKey, type SchemaSnapshot, sortSnapshot } from '../schema/snapshot.ts'
import { dropOfObject, madeWay } from './made-way.ts'
import { renameMap } from './rename-map.ts'
import { renamedObject } from './renamed-objects.ts'
import { renamedSequences } from './renamed-sequences.ts'
import { renamedTable } from './renamed-table.ts'

/** Operations that rename, and what the database is after them. */
export interface Renamed {
  readonly operations: readonly Operation[]
  readonly snapshot: SchemaSnapshot
}

/**
 * The operations that carry out the renames (those of tables first, as `agreeRenames` gives them), and the database after
 * them as reading it would find it, so that what else has changed comes out of comparing that with the declared
 * schema. What speaks of something renamed in a text of its own is dropped before. Pure.
 */
export function renamed(before: SchemaSnapshot, renames: readonly Rename[], dialect: DialectName): Renamed {
  if (renames.length === 0) return { operations: [], snapshot: before }
  const map = renameMap(before, renames, dialect)
  const gone = madeWay(before, map)
  const isGone = new Set(gone.map(objectKey))
  const sequences = renamedSequences(before, map)
  const tables = before.tables.map((one) => {
    const { table, indexes } = renamedTable(one, map)
    return {
      table: { ...table, columns: table.columns.map((column) => sequences.column(table.table, column)) },
      indexes,
    }
  })
  const objects = before.objects.flatMap((one) =>
    isGone.has(objectKey(one)) ? [] : [renamedObject(one, map)],
  )
  return {
    operations: [
      ...gone.map(dropOfObject),
      ...renames.map((one) => operationOf(one)),
      ...sequences.operations,
    ],
    snapshot: sortSnapshot({ ...before, tables, objects: [...objects, ...sequences.sequences] }),
  }
}

function operationOf(rename: Rename): Operation {
  if (rename.what === 'column') {
    const { table, from, to } = rename
    return { kind: 'alterColumn', table, column: from, to: { name: to } }
  }
  const { schema, from, to } = rename
  return { kind: 'renameTable', table: { name: from, ...(schema !== undefined && { schema }) }, to }
}
