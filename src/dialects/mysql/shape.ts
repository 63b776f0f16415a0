import type { TableName } from '../../schema/model.ts'
import type { Query, TableShape } from '../dialect.ts'
import { tableName } from './identifier.ts'
import { parseTable } from './parse-table.ts'

/** The table as the server spells it; `undefined` where there is none. */
export async function shapeOf(query: Query, table: TableName): Promise<TableShape | undefined> {
  const sql = await createTableText(query, table)
  if (sql === undefined) return undefined
  const columns = [...parseTable(sql).columns].map(([name, { type, nullable }]) => ({
    name,
    type: { type: 'raw', sql: type } as const,
    nullable,
  }))
  return { table: { table, columns, constraints: [] }, sql, indexes: [], triggers: [], views: [] }
}

async function createTableText(query: Query, table: TableName): Promise<string | undefined> {
  try {
    const [row] = await query(`SHOW CREATE TABLE ${tableName(table)}`)
    const text = row?.['Create Table']
    return text === undefined ? undefined : String(text)
  } catch (error) {
    if (error instanceof Error && missing.has((error as { code?: unknown }).code)) return undefined
    throw error
  }
}

const missing: ReadonlySet<unknown> = new Set(['ER_NO_SUCH_TABLE', 'ER_BAD_DB_ERROR'])
