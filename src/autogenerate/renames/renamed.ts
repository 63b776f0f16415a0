import type { Operation } from '../../operations/operation.ts'
import type { SchemaPart } from '../../schema/comparison-hooks.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import type { Rename } from '../../schema/rename.ts'
import { objectKey, qualifiedKey, type SchemaSnapshot, sortSnapshot } from '../../schema/snapshot.ts'
import { dropOfObject, madeWay } from './made-way.ts'
import { renameMap } from './rename-map.ts'
import { renamesInOrder } from './rename-order.ts'
import { renamedObject } from './renamed-objects.ts'
import { renamedSequences } from './renamed-sequences.ts'
import { renamedTable } from './renamed-table.ts'

/** Operations that rename, and what the database is after them. */
export interface Renamed {
  readonly operations: readonly Operation[]
  readonly snapshot: SchemaSnapshot
}

/** The same for renames that somebody agreed to. */
export interface RenamedDatabase extends Renamed {
  /** What a table or object of the snapshot was before; another part stays what it is. */
  former(part: SchemaPart): SchemaPart
}

/**
 * The operations that carry out the renames (those of tables first, as `agreeRenames` gives them), and the database after
 * them as reading it would find it, so that what else has changed comes out of comparing that with the declared
 * schema. What speaks of something renamed in a text of its own is dropped before. Pure.
 */
export function renamed(
  before: SchemaSnapshot,
  renames: readonly Rename[],
  dialect: DialectName,
): RenamedDatabase {
  if (renames.length === 0) return { operations: [], snapshot: before, former: (part) => part }
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
  const formerTables = new Map(tables.map((one, at) => [qualifiedKey(one.table.table), before.tables[at]]))
  const formerObjects = new Map(before.objects.map((one) => [objectKey(renamedObject(one, map)), one]))
  const objects = before.objects.flatMap((one) =>
    isGone.has(objectKey(one)) ? [] : [renamedObject(one, map)],
  )
  return {
    operations: [
      ...gone.map(dropOfObject),
      ...renamesInOrder(before, renames, dialect),
      ...sequences.operations,
    ],
    snapshot: sortSnapshot({ ...before, tables, objects: [...objects, ...sequences.sequences] }),
    former: (part) =>
      isTable(part)
        ? (formerTables.get(qualifiedKey(part.table.table)) ?? part)
        : isObject(part)
          ? (formerObjects.get(objectKey(part)) ?? part)
          : part,
  }
}

function isTable(part: SchemaPart): part is TableDefinition {
  return 'table' in part && 'indexes' in part
}

function isObject(part: SchemaPart): part is SchemaObject {
  return 'type' in part && typeof part.type === 'string'
}
