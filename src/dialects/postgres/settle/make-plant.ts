import type { Operation } from '../../../operations/operation.ts'
import type { TableDefinition } from '../../../schema/define-table.ts'
import type { Column } from '../../../schema/model.ts'
import type { Query } from '../../dialect.ts'
import { compile } from '../compile.ts'

/** By the names of columns: the defaults that the server refused. */
export type RefusedDefaults = ReadonlyMap<string, Exclude<Column['default'], undefined>>

/** Makes a table with its indexes, or as much of it as the server takes, and gives the defaults that it doesn't. */
export async function makePlant(query: Query, planted: TableDefinition): Promise<RefusedDefaults> {
  if (await attempt(query, creation(planted))) return new Map()
  return makeByParts(query, planted)
}

/**
 * The columns of a table, and then one by one its defaults, constraints and indexes: the server refuses those that use
 * an enum's value which it has yet to get. Gives the defaults that it refused.
 */
async function makeByParts(
  query: Query,
  { table: { constraints, ...table }, indexes }: TableDefinition,
): Promise<RefusedDefaults> {
  const columns = table.columns.map(({ default: _, ...column }): Column => column)
  const refused = new Map<string, Exclude<Column['default'], undefined>>()
  if (!(await attempt(query, creation({ table: { ...table, columns, constraints: [] }, indexes: [] })))) {
    return refused
  }
  const on = table.table
  for (const { name, type, default: value } of table.columns) {
    if (value === undefined) continue
    const to = { default: value }
    const change: Operation = { kind: 'alterColumn', table: on, column: name, to, existing: { type } }
    if (!(await attempt(query, change))) refused.set(name, value)
  }
  for (const constraint of constraints) await attempt(query, { kind: 'addConstraint', table: on, constraint })
  for (const index of indexes) await attempt(query, { kind: 'createIndex', table: on, index })
  return refused
}

function creation({ table, indexes }: TableDefinition): Operation {
  return { kind: 'createTable', table, indexes }
}

/**
 * Runs an operation whole or not at all, and tells whether the server took it; what it refuses is no error here. The
 * enum types that it needs are there, as far as they can be, whatever values they have.
 */
export async function attempt(query: Query, operation: Operation): Promise<boolean> {
  const statements = compile(operation).flatMap(({ sql, makes }) => (makes?.unlessThere ? [] : [sql]))
  await query('SAVEPOINT plant')
  try {
    for (const sql of statements) await query(sql)
    await query('RELEASE plant')
    return true
  } catch {
    await query('ROLLBACK TO plant')
    return false
  }
}
