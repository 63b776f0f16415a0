import type { ColumnPair, CompareColumn, ComparisonHooks } from '../schema/comparison-hooks.ts'
import type { Column } from '../schema/model.ts'
import { qualifiedKey, type SchemaSnapshot } from '../schema/snapshot.ts'

/**
 * The declared schema, with the type or default that the database has wherever a hook says that the two don't differ.
 * A hook can't make a difference where the two are the same: there would be nothing to change.
 */
export function withSameColumns(
  database: SchemaSnapshot,
  declared: SchemaSnapshot,
  { compareType, compareServerDefault }: ComparisonHooks,
): SchemaSnapshot {
  if (compareType === undefined && compareServerDefault === undefined) return declared
  const standing = new Map(database.tables.map((one) => [qualifiedKey(one.table.table), one]))
  const tables = declared.tables.map((definition) => {
    const was = standing.get(qualifiedKey(definition.table.table))
    if (was === undefined) return definition
    const before = new Map(was.table.columns.map((column) => [column.name, column]))
    const columns = definition.table.columns.map((column) => {
      const old = before.get(column.name)
      if (old === undefined) return column
      const pair = { table: definition.table.table, database: old, declared: column }
      return {
        ...column,
        ...(isAlike(compareType, pair) && typeOf(old)),
        ...(isAlike(compareServerDefault, pair) && defaultOf(old)),
      }
    })
    return { ...definition, table: { ...definition.table, columns: columns.map(withoutAbsent) } }
  })
  return { ...declared, tables }
}

function isAlike(hook: boolean | CompareColumn | undefined, pair: ColumnPair): boolean {
  if (typeof hook === 'boolean' || hook === undefined) return hook === false
  return hook(pair) === false
}

function typeOf({ type, collation }: Column): object {
  return { type, collation }
}

function defaultOf(column: Column): object {
  return { default: column.default, identity: column.identity, serial: column.serial }
}

/** A key that is there and undefined would be a difference of its own. */
function withoutAbsent(column: Column): Column {
  const parts = Object.entries(column).filter(([, part]) => part !== undefined)
  return Object.fromEntries(parts) as unknown as Column
}
