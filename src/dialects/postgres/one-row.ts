import type { OneRow } from '../dialect.ts'
import { codeOf } from '../driver-errors.ts'

const mark = 'tsmig: rows changed: '

/**
 * A number that is none, with a text of ours: no trigger's failure is taken for it. It is worked out only where the count
 * is another, as it depends on it.
 */
export const oneRow: OneRow = {
  statement: (sql) =>
    `WITH changed AS (${sql} RETURNING 1) SELECT CASE count(*) WHEN 1 THEN 1 ELSE ('${mark}' || count(*))::integer END FROM changed`,
  isRefusal: (thrown) => codeOf(thrown) === '22P02' && (thrown as Error).message.includes(mark),
  async canCount(query, table) {
    const [row] = await query(
      "SELECT relkind IN ('r', 'p') AND NOT relhasrules AS plain FROM pg_class WHERE oid = $1::regclass",
      [table],
    )
    return row?.plain === true
  },
}
