import type { Query, Statement } from '../dialect.ts'

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`
const create = new RegExp(
  String.raw`^\s*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(${name})\s+on\s+(?:only\s+)?(${name}(?:\s*\.\s*${name})?)`,
  'iu',
)

/**
 * The statement that drops the invalid index which an earlier CREATE INDEX CONCURRENTLY of that name and table has left;
 * absent where there is none, or somebody is making it right now.
 */
export async function leftoverOf(query: Query, sql: string): Promise<Statement | undefined> {
  const [, index, table] = create.exec(sql) ?? []
  if (index === undefined || table === undefined) return undefined
  const [found] = await query(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
     FROM pg_catalog.pg_index i
     JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE i.indrelid = to_regclass($1) AND c.relname = $2 AND NOT i.indisvalid
       AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid)`,
    [table, index.startsWith('"') ? index.slice(1, -1).replaceAll('""', '"') : index.toLowerCase()],
  )
  return found === undefined ? undefined : { sql: `DROP INDEX CONCURRENTLY ${found.name}` }
}
