import type { Dialect, Query, Shapes, TableShape } from '../dialects/dialect.ts'
import type { Operation } from '../operations/operation.ts'

/** Reads the shapes that compiling an operation needs, by looking at the database. */
export async function readShapes(dialect: Dialect, query: Query, operation: Operation): Promise<Shapes> {
  const known = new Map<string, TableShape | undefined>()
  for (const table of dialect.needs(operation)) {
    known.set(dialect.tableName(table), await dialect.shapeOf(query, table))
  }
  return (table) => known.get(dialect.tableName(table))
}

const touching: ReadonlySet<Operation['kind']> = new Set([
  'insertRows',
  'backfill',
  'execute',
  'dropTable',
  'custom',
])

/** Whether an operation may change or remove rows. */
export function mayTouchRows(dialect: Dialect, operation: Operation): boolean {
  if (operation.kind === 'execute' && makesOnly.test(operation.sql)) return false
  return touching.has(operation.kind) || rebuilds(dialect, operation)
}

/** One statement that makes a table, an index or a view: rows that are there stay as they are. */
const makesOnly = /^\s*create\s+(?:temp(?:orary)?\s+)?(?:unique\s+)?(?:table|index|view)\b[^;]*;?\s*$/i

/** Whether an operation may rebuild a table: then it has to know the table's shape. */
export function rebuilds(dialect: Dialect, operation: Operation): boolean {
  return dialect.needs(operation).length > 0
}
