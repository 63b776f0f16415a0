/** What a database holds, as its own catalog spells it: two that are alike give equal values. */
export type Kind = 'sqlite' | 'postgres' | 'mysql'

type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>

/** The names of the tables, sorted. */
export async function tablesOf(kind: Kind, query: Query): Promise<readonly string[]> {
  switch (kind) {
    case 'sqlite':
      return namesIn(
        await query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
      )
    case 'postgres':
      return namesIn(
        await query(
          "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
        ),
      )
    case 'mysql':
      return mysqlNames('BASE TABLE', query)
  }
}

/** Tables, columns, constraints and indexes, and every row. */
export async function contentsOf(kind: Kind, query: Query): Promise<unknown> {
  return { ...(await schemaOf(kind, query)), rows: await rowsOf(kind, query) }
}

async function schemaOf(kind: Kind, query: Query): Promise<Readonly<Record<string, unknown>>> {
  switch (kind) {
    case 'sqlite':
      return {
        schema: await query(
          "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE '%\\_log' ESCAPE '\\' ORDER BY type, name",
        ),
      }
    case 'postgres':
      return {
        columns: await query(catalog.columns),
        constraints: await query(catalog.constraints),
        indexes: await query(catalog.indexes),
      }
    case 'mysql': {
      const schema: unknown[] = []
      for (const name of [...(await mysqlNames('BASE TABLE', query)), ...(await mysqlNames('VIEW', query))]) {
        schema.push(await query(`SHOW CREATE TABLE ${quoted(kind, name)}`))
      }
      const triggers = await query('SHOW TRIGGERS')
      schema.push(
        triggers.map(({ Trigger, Table, Event, Timing, Statement }) => [
          Trigger,
          Table,
          Event,
          Timing,
          Statement,
        ]),
      )
      return { schema }
    }
  }
}

async function rowsOf(kind: Kind, query: Query): Promise<unknown> {
  const rows: Record<string, unknown> = {}
  for (const table of await tablesOf(kind, query)) {
    const found = await query(`SELECT * FROM ${quoted(kind, table)}`)
    rows[table] = found.map((row) => JSON.stringify(row)).sort()
  }
  return rows
}

async function mysqlNames(type: 'BASE TABLE' | 'VIEW', query: Query): Promise<readonly string[]> {
  return namesIn(
    await query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = '${type}'`,
    ),
  )
}

/** Without the log, which holds times and names: what it says is tested by itself. */
function namesIn(rows: readonly Record<string, unknown>[]): readonly string[] {
  return rows
    .map(({ name }) => String(name))
    .filter((name) => !name.endsWith('_log'))
    .sort()
}

function quoted(kind: Kind, name: string): string {
  return kind === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`
}

const catalog = {
  columns: `SELECT c.relname, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
      pg_get_expr(d.adbin, d.adrelid) AS default_value
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE '%\\_log' ORDER BY 1, 3`,
  constraints: `SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '%\\_log' ORDER BY 2, 1`,
  indexes: `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '%\\_log' ORDER BY 1`,
}
