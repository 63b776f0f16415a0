import { type KeyColumn, tableWalk, type UniqueKey } from '../table-walk.ts'
import { identifier, tableName } from './identifier.ts'
import { quoted, untypedLiteral } from './literal.ts'

/** How PostgreSQL goes through a table. */
export const walk = tableWalk({
  // A stricter one of the role's would fail on every row that others change meanwhile.
  begin: 'BEGIN ISOLATION LEVEL READ COMMITTED',
  comparesRows: true,
  identifier,
  tableName,
  value: untypedLiteral,
  // Dates come in the spelling that every session reads the same way, whatever its DateStyle.
  text: ({ type }, sql) => (/^(?:date|timestamp)/.test(type) ? `to_json(${sql}) #>> '{}'` : `${sql}::text`),
  keyValue: ({ type }, text) => `CAST(${quoted(text)} AS ${type})`,
  async keysOf(query, table) {
    const [found] = await query('SELECT to_regclass($1)::oid AS id', [tableName(table)])
    if (found?.id === null || found?.id === undefined) return undefined
    const rows = await query(uniqueKeys, [found.id])
    return rows.map(
      ({ is_primary, columns }): UniqueKey => ({
        isPrimary: is_primary === true,
        columns: (columns as readonly CatalogColumn[]).map(keyColumn),
      }),
    )
  },
  estimate: async (query, table) =>
    rowsPlanned(await query(`EXPLAIN (FORMAT JSON) SELECT FROM ${tableName(table)}`)),
})

interface CatalogColumn {
  readonly name: string
  readonly type: string
  readonly filled: boolean
}

function keyColumn({ name, type, filled }: CatalogColumn): KeyColumn {
  return { name, type, ...(!filled && { unfit: 'may be NULL' }) }
}

/** What the planner takes for the number of rows: of a table that was never analysed, too, and of all partitions. */
function rowsPlanned(rows: readonly Record<string, unknown>[]): number | undefined {
  const [plan] = (rows[0]?.['QUERY PLAN'] ?? []) as readonly { readonly Plan?: Record<string, unknown> }[]
  const planned = plan?.Plan?.['Plan Rows']
  return typeof planned === 'number' ? planned : undefined
}

const uniqueKeys = `
SELECT i.indisprimary AS is_primary,
  json_agg(json_build_object(
    'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'filled', a.attnotnull
  ) ORDER BY k.place) AS columns
FROM pg_index i
CROSS JOIN LATERAL unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) WITH ORDINALITY AS k (number, place)
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
WHERE i.indrelid = $1 AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
GROUP BY i.indexrelid, i.indisprimary
ORDER BY i.indisprimary DESC, i.indexrelid`
