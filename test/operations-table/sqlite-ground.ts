import type { Query } from '../../src/dialects/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { filledSqlite } from './common.ts'
import type { MethodSample, Place } from './sample.ts'
import type { Ground } from './there-and-back.ts'

/** A database in memory, a new one for each fill. */
export function sqliteGround(place: Place, { given }: MethodSample) {
  let database: Awaited<ReturnType<typeof filledSqlite>> | undefined
  const current = () => {
    if (database === undefined) throw new Error('not filled yet')
    return database
  }
  const close = () => database?.close()
  const ground: Ground = {
    dialect: sqlite,
    place,
    query: (sql, bindings) => current().query(sql, bindings),
    async fill() {
      close()
      database = await filledSqlite(place, given)
    },
    async script(texts) {
      current().script(texts.map((text) => `${text};`).join('\n'))
    },
    catalog: () => catalogOf(current().query),
  }
  return { ground, close }
}

async function catalogOf(query: Query): Promise<unknown> {
  const stored = await query(
    `SELECT * FROM (SELECT type, name, tbl_name, sql, 0 AS temporary FROM sqlite_schema
     UNION ALL SELECT type, name, tbl_name, sql, 1 FROM sqlite_temp_schema) ORDER BY type, name`,
  )
  const rows: Record<string, unknown> = {}
  for (const { type, name, temporary } of stored) {
    if (type !== 'table') continue
    const schema = temporary === 1 ? 'temp' : 'main'
    rows[`${schema}.${name}`] = await query(`SELECT * FROM ${schema}.${sqlite.identifier(String(name))}`)
  }
  return { stored: stored.map(({ sql, ...one }) => ({ ...one, sql: plainly(sql) })), rows }
}

/** Without the spaces and quotes that SQLite's own ALTER TABLE writes otherwise. */
function plainly(sql: unknown): unknown {
  return typeof sql === 'string' ? sql.replace(/\s+/g, ' ').replace(/"(\w+)"/g, '$1') : sql
}
