import type { TableName } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'
import type { Query } from '../dialect.ts'
import { type KeyColumn, tableWalk, type UniqueKey } from '../table-walk.ts'
import { identifier, tableName } from './identifier.ts'
import { literal } from './literal.ts'

const numbers = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'year', 'decimal'])
const bytes = new Set(['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'])
const texts = new Set([
  ...['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext'],
  ...['date', 'datetime', 'timestamp', 'time', 'uuid', 'inet4', 'inet6'],
])

/** How MySQL and MariaDB go through a table. */
export const walk = tableWalk({
  begin: 'START TRANSACTION',
  // Neither server enters an index by a comparison of rows.
  comparesRows: false,
  identifier,
  tableName,
  value: literal,
  text: ({ type }, sql) => (bytes.has(type) ? `HEX(${sql})` : `CAST(${sql} AS CHAR)`),
  keyValue({ type }, text) {
    if (bytes.has(type) && /^[\dA-F]*$/.test(text)) return `x'${text}'`
    // A number in quotes would be compared as a float.
    if (numbers.has(type) && /^-?\d+(?:\.\d+)?$/.test(text)) return text
    if (texts.has(type)) return literal(text)
    throw new TsmigError(
      'backfill-position',
      `the log holds the key ${JSON.stringify(text)}, which is no ${type}`,
      'Something other than tsmig has written to the log: look at it.',
    )
  },
  async keysOf(query, table) {
    const found = await query(
      `SELECT 1 FROM information_schema.tables t WHERE ${isTable('t')}`,
      placeOf(table),
    )
    if (found.length === 0) return undefined
    const rows = await query(uniqueKeys, placeOf(table))
    const keys = new Map<string, KeyColumn[]>()
    for (const row of rows) {
      const name = String(row.name)
      keys.set(name, [...(keys.get(name) ?? []), keyColumn(row)])
    }
    return [...keys].map(([name, columns]): UniqueKey => ({ isPrimary: name === 'PRIMARY', columns }))
  },
  async estimate(query, table) {
    const sql = `SELECT t.TABLE_ROWS AS row_count FROM information_schema.tables t WHERE ${isTable('t')}`
    const [row] = await query(sql, placeOf(table))
    return row?.row_count === null || row === undefined ? undefined : Number(row.row_count)
  },
  unsafe: firstUnsafe,
})

const isTable = (alias: string): string =>
  `${alias}.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND ${alias}.TABLE_NAME = ?`

function placeOf({ name, schema }: TableName): readonly unknown[] {
  return [schema ?? null, name]
}

/** Of an index on expressions, or on the beginnings of texts, nothing is told. */
const uniqueKeys = `
SELECT s.INDEX_NAME AS name, s.COLUMN_NAME AS column_name, s.NULLABLE AS nullable, c.DATA_TYPE AS type
FROM information_schema.statistics s
JOIN information_schema.columns c
  ON c.TABLE_SCHEMA = s.TABLE_SCHEMA AND c.TABLE_NAME = s.TABLE_NAME AND c.COLUMN_NAME = s.COLUMN_NAME
WHERE ${isTable('s')} AND s.NON_UNIQUE = 0 AND s.INDEX_NAME NOT IN (
  SELECT p.INDEX_NAME FROM information_schema.statistics p
  WHERE p.TABLE_SCHEMA = s.TABLE_SCHEMA AND p.TABLE_NAME = s.TABLE_NAME
    AND (p.SUB_PART IS NOT NULL OR p.COLUMN_NAME IS NULL))
ORDER BY s.INDEX_NAME <> 'PRIMARY', s.INDEX_NAME, s.SEQ_IN_INDEX`

function keyColumn(row: Record<string, unknown>): KeyColumn {
  const type = String(row.type).toLowerCase()
  const isKnown = numbers.has(type) || bytes.has(type) || texts.has(type)
  return {
    name: String(row.column_name),
    type,
    ...(row.nullable === 'YES' && { unfit: 'may be NULL' }),
    ...(!isKnown && { unfit: `is ${type}, which is not compared as it is ordered` }),
  }
}

async function firstUnsafe(query: Query, tables: readonly TableName[]): Promise<string | undefined> {
  for (const table of tables) {
    const [row] = await query(
      `SELECT t.ENGINE AS engine FROM information_schema.tables t JOIN information_schema.engines e ON e.ENGINE = t.ENGINE WHERE ${isTable('t')} AND e.TRANSACTIONS <> 'YES'`,
      placeOf(table),
    )
    if (row !== undefined) return `${table.name}, whose engine is ${row.engine}`
  }
  return undefined
}
