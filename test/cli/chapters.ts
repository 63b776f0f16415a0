import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Kind, ProjectWithDatabase } from '../support/databases.ts'
import type { TestProject } from '../support/project.ts'
import { mysqlContents, mysqlLines, mysqlRows } from './mysql-contents.ts'

const own = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'`

const folder = fileURLToPath(new URL('./operations/', import.meta.url))

/** The folders of revisions that go up and down together: one history each. */
export const chapters = readdirSync(folder).sort()

/** Gives a project the revisions of a chapter. */
export function copyChapter(project: TestProject, chapter: string): void {
  for (const name of readdirSync(`${folder}${chapter}`)) {
    project.write(`migrations/versions/${name}`, readFileSync(`${folder}${chapter}/${name}`, 'utf8'))
  }
}

/** Feeds a script to the database's own shell where the machine has it, or else to the driver. */
export async function feed(kind: Kind, database: ProjectWithDatabase, script: string): Promise<void> {
  if (kind === 'mysql') return database.script(script)
  const [shell, ...args] =
    kind === 'sqlite'
      ? ['sqlite3', '-batch', '-bail', database.project.path('app.db')]
      : ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database.url]
  const { error, status, stderr } = spawnSync(shell, args, { input: script, encoding: 'utf8' })
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return database.script(script)
  if (status !== 0 || stderr.includes('ERROR')) throw new Error(`${shell} ended with ${status}: ${stderr}`)
}

/** A script writes no log. */
function isNoLog(row: Readonly<Record<string, unknown>>): boolean {
  return !Object.values(row).some((value) => String(value).includes('tsmig_version_log'))
}

/** All that a database holds and a shell would show: values to the last digit, comments, types, counters, code. */
export async function everythingIn(kind: Kind, { query }: ProjectWithDatabase): Promise<unknown> {
  if (kind === 'mysql') return mysqlContents(query)
  const found: Record<string, unknown> = {}
  const sections = kind === 'sqlite' ? sqliteCatalog : postgresCatalog
  for (const [name, sql] of Object.entries(sections)) found[name] = (await query(sql)).filter(isNoLog)
  return { ...found, rows: await rowsIn(kind, query) }
}

/** The rows of each table, sorted, as lines. */
async function rowsIn(
  kind: Kind,
  query: ProjectWithDatabase['query'],
): Promise<Record<string, readonly string[]>> {
  if (kind === 'mysql') return mysqlRows(query)
  const found: Record<string, readonly string[]> = {}
  for (const { table, select } of await query(kind === 'sqlite' ? sqliteSelects : postgresSelects)) {
    if (table === 'tsmig_version_log') continue
    const rows = await query(String(select))
    found[String(table)] = rows.map(({ row }) => String(row)).sort()
  }
  return found
}

/** The tables and their rows as lines that a person can check: the same for every version of a database. */
export async function linesOf(kind: Kind, { query }: ProjectWithDatabase): Promise<string> {
  const described =
    kind === 'mysql' ? await mysqlLines(query) : await query(kind === 'sqlite' ? sqliteLines : postgresLines)
  const lines = described.map(({ line }) => String(line))
  for (const [table, rows] of Object.entries(await rowsIn(kind, query))) {
    const shown = rows.length > mostShown ? [`${rows.length} rows`, ...rows.slice(0, 3)] : rows
    lines.push('', `${table}:`, ...shown.map((row) => `  ${shorten(row)}`))
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const mostShown = 40

function shorten(row: string): string {
  const line = JSON.stringify(row).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\')
  return line.length > 300 ? `${line.slice(0, 300)}… (${row.length})` : line
}

const sqliteLines = `SELECT sql || ';' AS line FROM sqlite_schema
  WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND tbl_name NOT LIKE 'tsmig_version%' ORDER BY rowid`

const postgresLines = `SELECT line FROM (
    SELECT attrelid::regclass::text AS of, attnum AS place, attrelid::regclass || '.' || quote_ident(attname) || ' '
      || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
      || CASE attidentity WHEN 'a' THEN ' ALWAYS AS IDENTITY' WHEN 'd' THEN ' BY DEFAULT AS IDENTITY' ELSE '' END
      || coalesce(CASE attgenerated WHEN 's' THEN ' GENERATED AS ' ELSE ' DEFAULT ' END || pg_get_expr(adbin, adrelid), '')
      || coalesce(' -- ' || to_json(col_description(attrelid, attnum)), '') AS line
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE ${own} AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION SELECT conrelid::regclass::text, 9000, '  ' || quote_ident(conname) || ' ' || pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace WHERE ${own} AND contype <> 'n' AND conrelid <> 0
    UNION SELECT indrelid::regclass::text, 9001, '  ' || pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE ${own} AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
    UNION SELECT c.oid::regclass::text, 0, 'TABLE ' || c.oid::regclass
      || coalesce(' -- ' || to_json(obj_description(c.oid, 'pg_class')), '')
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE ${own} AND relkind = 'r'
  ) AS lines WHERE of NOT LIKE 'tsmig_version%' ORDER BY of COLLATE "C", place, line COLLATE "C"`

const sqliteCatalog = {
  schema: 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name',
  pragmas: 'SELECT foreign_keys FROM pragma_foreign_keys',
}

const sqliteSelects = `SELECT t.name AS "table", 'SELECT ' || (
    SELECT group_concat('quote("' || replace(c.name, '"', '""') || '")', ' || '','' || ')
    FROM pragma_table_xinfo(t.name) AS c) || ' AS row FROM "' || replace(t.name, '"', '""') || '"' AS "select"
  FROM sqlite_schema AS t WHERE t.type = 'table' ORDER BY t.name`

const postgresCatalog = {
  schemas: `SELECT nspname FROM pg_namespace n WHERE ${own} ORDER BY 1`,
  relations: `SELECT n.nspname, relname, relkind, obj_description(c.oid, 'pg_class') AS comment,
      CASE relkind WHEN 'v' THEN pg_get_viewdef(c.oid) WHEN 'i' THEN pg_get_indexdef(c.oid) END AS definition,
      CASE relkind WHEN 'i' THEN (SELECT indisvalid FROM pg_index WHERE indexrelid = c.oid) END AS valid
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE ${own} ORDER BY 1, 2`,
  columns: `SELECT n.nspname, c.relname, a.attname, row_number() OVER (PARTITION BY c.oid ORDER BY attnum) AS place,
      format_type(a.atttypid, a.atttypmod), attnotnull, attidentity, attgenerated, attcollation::regcollation::text,
      pg_get_expr(d.adbin, d.adrelid) AS value, col_description(c.oid, attnum) AS comment
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = attnum
    WHERE ${own} AND relkind = 'r' ORDER BY 1, 2, 4`,
  constraints: `SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(c.oid) AS definition
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace WHERE ${own} ORDER BY 1, 2`,
  types: `SELECT t.oid::regtype::text AS type, enumlabel FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
    JOIN pg_namespace n ON n.oid = typnamespace WHERE ${own} ORDER BY 1, enumsortorder`,
  sequences: `SELECT schemaname, sequencename, start_value, increment_by, last_value FROM pg_sequences ORDER BY 1, 2`,
  functions: `SELECT proname, prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE ${own} ORDER BY 1`,
  triggers: `SELECT pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
}

const postgresSelects = `SELECT c.oid::regclass::text AS "table",
    format('SELECT one::text AS row FROM %s AS one', c.oid::regclass) AS "select"
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE ${own} AND relkind = 'r' ORDER BY 1`
