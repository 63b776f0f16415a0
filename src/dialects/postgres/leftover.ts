import type { Query, Statement } from '../dialect.ts'
import { notNullCheck } from './columns.ts'

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`
const qualified = String.raw`(${name}(?:\s*\.\s*${name})?)`
const create = new RegExp(
  String.raw`^\s*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(${name})\s+on\s+(?:only\s+)?${qualified}`,
  'iu',
)
const reindex = new RegExp(
  String.raw`^\s*reindex\s+(?:\([^)]*\)\s*)?(index|table)\s+concurrently\s+${qualified}`,
  'iu',
)
const addCheck = new RegExp(
  String.raw`^\s*alter\s+table\s+${qualified}\s+add\s+constraint\s+"?${notNullCheck}"?\s+check`,
  'iu',
)

/**
 * The statements that drop what an earlier run of `sql` has left, which failed: the invalid index of that name and table
 * behind CREATE INDEX CONCURRENTLY, those that REINDEX CONCURRENTLY was making, the check behind a NOT NULL. None where
 * there is nothing, or somebody is making it right now.
 */
export async function leftoversOf(query: Query, sql: string): Promise<readonly Statement[]> {
  return [
    ...(await leftByCreate(query, sql)),
    ...(await leftByReindex(query, sql)),
    ...(await leftByNotNull(query, sql)),
  ]
}

const invalidIndex = `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT i.indisvalid
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid)`

async function leftByCreate(query: Query, sql: string): Promise<readonly Statement[]> {
  const [, index, table] = create.exec(sql) ?? []
  if (index === undefined || table === undefined) return []
  const found = await query(`${invalidIndex} AND i.indrelid = to_regclass($1) AND c.relname = $2`, [
    table,
    index.startsWith('"') ? index.slice(1, -1).replaceAll('""', '"') : index.toLowerCase(),
  ])
  return found.map(({ name }) => ({ sql: `DROP INDEX CONCURRENTLY ${name}` }))
}

/** The new index of one is called as the old, with `_ccnew` behind it, and a number where that was taken. */
async function leftByReindex(query: Query, sql: string): Promise<readonly Statement[]> {
  const [, kind, target] = reindex.exec(sql) ?? []
  if (kind === undefined || target === undefined) return []
  const table =
    kind.toLowerCase() === 'table'
      ? 'to_regclass($1)'
      : '(SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass($1))'
  const found = await query(
    `${invalidIndex} AND i.indrelid = ${table} AND c.relname ~ '_cc(new|old)[0-9]*$' ORDER BY 1`,
    [target],
  )
  return found.map(({ name }) => ({ sql: `DROP INDEX CONCURRENTLY ${name}` }))
}

async function leftByNotNull(query: Query, sql: string): Promise<readonly Statement[]> {
  const [, table] = addCheck.exec(sql) ?? []
  if (table === undefined) return []
  const found = await query(
    'SELECT 1 AS there FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass($1) AND conname = $2',
    [table, notNullCheck],
  )
  return found.map(() => ({ sql: `ALTER TABLE ${table} DROP CONSTRAINT ${notNullCheck}` }))
}
