import type { Query } from '../dialect.ts'

/**
 * What the catalog says of what a statement names that can't run in a transaction, as `Dialect.traceOf` wants it.
 * An index that is being made counts when it is valid; one that is being dropped, until it is gone.
 */
export async function traceOf(query: Query, sql: string): Promise<string | undefined> {
  if (/^\s*(?:vacuum|analyze|reindex|refresh|cluster|checkpoint)\b/i.test(sql)) return 'again'
  const reader = readers.find(([statement]) => statement.test(sql))?.[1]
  if (reader === undefined) return undefined
  return JSON.stringify(await query(reader, [namesIn(sql)]))
}

function indexes(condition: string): string {
  return `SELECT n.nspname, c.relname, t.relname AS table_name
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE (c.relname = ANY ($1) OR t.relname = ANY ($1)) AND ${condition} ORDER BY 1, 2`
}

const readers: readonly (readonly [statement: RegExp, query: string])[] = [
  [/^\s*create\s+(?:unique\s+)?index\b/i, indexes('i.indisvalid')],
  [/^\s*drop\s+index\b/i, indexes('true')],
  [
    /^\s*alter\s+type\b/i,
    `SELECT t.typname, e.enumlabel FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid
     WHERE t.typname = ANY ($1) ORDER BY e.enumtypid, e.enumsortorder`,
  ],
  [
    /^\s*(?:create|drop)\s+database\b/i,
    'SELECT datname FROM pg_catalog.pg_database WHERE datname = ANY ($1) ORDER BY 1',
  ],
]

/** All that may be a name, keywords too: what is none finds nothing. */
function namesIn(sql: string): readonly string[] {
  const found = sql.matchAll(/"((?:[^"]|"")+)"|'(?:[^']|'')*'|([\p{L}_][\p{L}\p{N}_$]*)/gu)
  return [...found].flatMap(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare?.toLowerCase() ?? [])
}
