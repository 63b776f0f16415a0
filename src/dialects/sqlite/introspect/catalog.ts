import type { IntrospectionProgress } from '../../../schema/snapshot.ts'
import type { Query } from '../../dialect.ts'
import { quoteIdentifier } from '../../identifier.ts'
import { foldName } from '../tokenize.ts'

/** What SQLite itself says of a schema, read in a number of queries that doesn't grow with it. */
export interface Catalog {
  /** In the order of their making, without what is SQLite's own. */
  readonly objects: readonly StoredObject[]
  /** By folded name. */
  readonly kinds: ReadonlyMap<string, string>
  readonly columns: RowsByName
  readonly references: RowsByName
  /** Of the indexes that a statement made, by folded name. */
  readonly keys: RowsByName
}

export interface StoredObject {
  readonly type: string
  readonly name: string
  readonly table: string
  readonly sql: string
}

type Row = Readonly<Record<string, unknown>>
type RowsByName = ReadonlyMap<string, readonly Row[]>

/** All of it, for one schema: five queries. */
export async function readCatalog(
  query: Query,
  schema: string,
  onProgress: IntrospectionProgress | undefined,
): Promise<Catalog> {
  const steps = ['objects', 'tables', 'columns', 'foreign keys', 'indexes'] as const
  const answers: (readonly Row[])[] = []
  for (const [done, step] of steps.entries()) {
    onProgress?.(step, done, steps.length)
    const { sql, bindings } = question(step, schema)
    answers.push(await query(sql, bindings))
  }
  onProgress?.('indexes', steps.length, steps.length)
  const [objects = [], tables = [], columns = [], references = [], keys = []] = answers
  return {
    objects: objects.map((row) => ({
      type: String(row.type),
      name: String(row.name),
      table: String(row.table),
      sql: String(row.sql),
    })),
    kinds: new Map(tables.map((row) => [foldName(String(row.name)), String(row.type)])),
    columns: byName(columns),
    references: byName(references),
    keys: byName(keys),
  }
}

type Step = 'objects' | 'tables' | 'columns' | 'foreign keys' | 'indexes'

function question(
  step: Step,
  schema: string,
): { readonly sql: string; readonly bindings: readonly unknown[] } {
  const from = `${quoteIdentifier(schema)}.sqlite_schema AS s`
  const own = `s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`
  // A virtual table whose module isn't loaded is an error as soon as it is asked for.
  const tables = `s.type = 'table' AND s.sql LIKE 'CREATE TABLE%' AND ${own}`
  switch (step) {
    case 'objects':
      return {
        sql: `SELECT s.type, s.name, s.tbl_name AS "table", s.sql FROM ${from} WHERE s.sql IS NOT NULL AND ${own} ORDER BY s.rowid`,
        bindings: [],
      }
    case 'tables':
      return { sql: 'SELECT name, type FROM pragma_table_list WHERE schema = ?', bindings: [schema] }
    case 'columns':
      return {
        sql: `SELECT s.name AS owner, c.name, c.hidden, c.pk, c."notnull" FROM ${from}, pragma_table_xinfo(s.name, ?) AS c WHERE ${tables}`,
        bindings: [schema],
      }
    case 'foreign keys':
      return {
        sql: `SELECT s.name AS owner, k.id, k.seq, k."from" FROM ${from}, pragma_foreign_key_list(s.name, ?) AS k WHERE ${tables}`,
        bindings: [schema],
      }
    case 'indexes':
      return {
        sql: `SELECT s.name AS owner, k.name, k."desc", k.coll FROM ${from}, pragma_index_xinfo(s.name, ?) AS k WHERE s.type = 'index' AND s.sql IS NOT NULL AND k.key = 1 ORDER BY s.rowid, k.seqno`,
        bindings: [schema],
      }
    default:
      return step satisfies never
  }
}

function byName(rows: readonly Row[]): RowsByName {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = foldName(String(row.owner))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
