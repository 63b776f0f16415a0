import type { Query } from '../../dialects/dialect.ts'
import type { Heads } from '../../graph/revision.ts'
import { type Server, type ServerName, serverOf } from '../../lint/server.ts'
import type { TableSize } from '../../lint/table-size.ts'
import { flavourOfSource } from '../../runtime/connect.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { TableName } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'
import { type DatabaseSettings, targetOf } from '../database/settings.ts'
import { withDatabase } from '../database.ts'
import { requireKnown } from '../known-rows.ts'
import type { Project } from '../open.ts'

/** What is known of a database: by asking it, or by what the project says. */
export interface ServerKnowledge {
  readonly server: Server
  /** Whether the database itself was asked. */
  readonly asked: boolean
  /** Its rows; none where it was not asked. */
  readonly heads: Heads
  readonly sizeOf?: (table: TableName) => TableSize | undefined
}

/**
 * Asks the database where a range begins with `current`; else goes by the url's scheme and by `version`. Throws
 * `cannot-connect` with a hint at ranges that need no database.
 */
export async function lintServer(
  project: Project,
  database: DatabaseSettings,
  range: string,
  version: string | undefined,
): Promise<ServerKnowledge> {
  const { dialect } = targetOf(database)
  if (!range.startsWith('current:')) {
    return { server: serverOf(offlineName(database, dialect), version), asked: false, heads: [] }
  }
  try {
    return await withDatabase(database, { create: false }, async (open) => {
      const heads = await open.readHeads()
      requireKnown(project, heads, open)
      const { query } = open.session
      const text = await readVersion(query, dialect)
      const name = /mariadb/i.test(text) ? 'mariadb' : dialect
      return {
        server: serverOf(name, version ?? text),
        asked: true,
        heads,
        sizeOf: await readSizes(query, dialect),
      }
    })
  } catch (error) {
    if (!(error instanceof TsmigError) || error.code !== 'cannot-connect') throw error
    const hint = `${error.hint} Or name a range, which needs no database: tsmig lint base:heads`
    throw new TsmigError(error.code, error.message, hint, { cause: error })
  }
}

function offlineName({ source }: DatabaseSettings, dialect: DialectName): ServerName {
  return dialect === 'mysql' ? (flavourOfSource(source) ?? 'mysql') : dialect
}

const versions: Readonly<Record<DialectName, string>> = {
  postgres: "SELECT current_setting('server_version') AS version",
  mysql: 'SELECT VERSION() AS version',
  sqlite: 'SELECT sqlite_version() AS version',
}

async function readVersion(query: Query, dialect: DialectName): Promise<string> {
  const [row] = await query(versions[dialect])
  return String(row?.version)
}

/** Estimates, which cost the server nothing; PostgreSQL has none of a table that was never analyzed. */
const sizes: Readonly<Record<DialectName, string | undefined>> = {
  postgres: `SELECT n.nspname AS schema_name, c.relname AS table_name, c.reltuples AS row_count,
      pg_total_relation_size(c.oid) AS byte_count, pg_table_is_visible(c.oid) AS visible
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  mysql: `SELECT table_schema AS schema_name, table_name AS table_name, table_rows AS row_count,
      data_length + index_length AS byte_count, table_schema = DATABASE() AS visible
    FROM information_schema.tables WHERE table_type = 'BASE TABLE'
      AND table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')`,
  sqlite: undefined,
}

async function readSizes(
  query: Query,
  dialect: DialectName,
): Promise<(table: TableName) => TableSize | undefined> {
  const found = new Map<string, TableSize>()
  const sql = sizes[dialect]
  for (const row of sql === undefined ? [] : await query(sql)) {
    const rows = Number(row.row_count)
    if (!(rows >= 0)) continue
    const size = { rows, bytes: Number(row.byte_count ?? 0) }
    found.set(`${row.schema_name}.${row.table_name}`, size)
    if (row.visible === true || Number(row.visible) === 1) found.set(`.${row.table_name}`, size)
  }
  return ({ schema, name }) => found.get(`${schema ?? ''}.${name}`)
}
