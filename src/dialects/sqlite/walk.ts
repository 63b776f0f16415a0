import type { TableName } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'
import type { Query } from '../dialect.ts'
import { quoteIdentifier, quoteTableName } from '../identifier.ts'
import { type KeyColumn, tableWalk, type UniqueKey } from '../table-walk.ts'
import { literal } from './literal.ts'

/** What `quote()` makes of a value. */
const spelled = /^(?:-?\d+|-?\d+\.\d+(?:[Ee][+-]?\d+)?|-?9\.0e\+999|'(?:[^']|'')*'|X'[\dA-F]*')$/

/** How SQLite goes through a table. A key is told as SQL text: one column may hold values of several types. */
export const walk = tableWalk({
  begin: 'BEGIN IMMEDIATE',
  comparesRows: true,
  identifier: quoteIdentifier,
  tableName: (table) => quoteTableName(table),
  value: literal,
  text: (_, sql) => `quote(${sql})`,
  keyValue(_, text) {
    if (spelled.test(text)) return text
    throw new TsmigError(
      'backfill-position',
      `the log holds the key ${JSON.stringify(text)}, which is no value`,
      'Something other than tsmig has written to the log: look at it.',
    )
  },
  async keysOf(query, table) {
    const columns = await query(
      'SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?, ?)',
      placeOf(table),
    )
    if (columns.length === 0) return undefined
    const primary = columns.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk))
    const keys = new Map<unknown, KeyColumn[]>()
    for (const { index, name } of await query(uniqueIndexes, placeOf(table).toReversed())) {
      const column = columns.find((one) => one.name === name)
      const key = keys.get(index) ?? []
      keys.set(index, [...key, keyColumn(column ?? { name }, column?.notnull !== 1 && 'may be NULL')])
    }
    const others = [...keys.values()].map((list): UniqueKey => ({ isPrimary: false, columns: list }))
    if (primary.length === 0) return others
    const empty = await firstWithNull(query, table, primary)
    return [
      {
        isPrimary: true,
        columns: primary.map((column) => keyColumn(column, column.name === empty && 'is NULL in some row')),
      },
      ...others,
    ]
  },
  async estimate(query, table) {
    const [row] = await query(`SELECT count(*) AS row_count FROM ${quoteTableName(table)}`)
    return Number(row?.row_count)
  },
})

/** Those on expressions are left out, as are partial ones. */
const uniqueIndexes = `
SELECT l.name AS "index", i.name AS name
FROM (SELECT ? AS place) p, pragma_index_list(?, p.place) l, pragma_index_info(l.name, p.place) i
WHERE l."unique" = 1 AND l.partial = 0 AND l.origin <> 'pk'
  AND NOT EXISTS (SELECT 1 FROM pragma_index_info(l.name, p.place) e WHERE e.name IS NULL)
ORDER BY l.seq, i.seqno`

function placeOf({ name, schema = null }: { readonly name: string; readonly schema?: string | null }) {
  return [name, schema]
}

function keyColumn(row: Record<string, unknown>, unfit: string | false): KeyColumn {
  return { name: String(row.name), type: String(row.type), ...(unfit !== false && { unfit }) }
}

/** A primary key may hold NULLs there, unless its columns say that they don't. */
async function firstWithNull(
  query: Query,
  table: TableName,
  primary: readonly Record<string, unknown>[],
): Promise<string | undefined> {
  for (const { name, notnull } of primary) {
    if (notnull === 1) continue
    const column = quoteIdentifier(String(name))
    const found = await query(`SELECT 1 FROM ${quoteTableName(table)} WHERE ${column} IS NULL LIMIT 1`)
    if (found.length > 0) return String(name)
  }
  return undefined
}
