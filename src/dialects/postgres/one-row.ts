import type { OneRow } from '../dialect.ts'
import { codeOf } from '../driver-errors.ts'

const mark = 'tsmig: rows changed: '

/** Of a subquery that is to give one value. */
const moreThanOne = '21000'

/**
 * A number that is none, with a text of ours: no trigger's failure is taken for it. It is worked out only where the count
 * is another, as it depends on it.
 */
export const oneRow: OneRow = {
  statement: (sql) =>
    `WITH changed AS (${sql} RETURNING 1) SELECT CASE count(*) WHEN 1 THEN 1 ELSE ('${mark}' || count(*))::integer END FROM changed`,
  // It takes the server a third less than to count them. The process's number keeps it from being worked out beforehand.
  withInsert: (sql, insert) =>
    `WITH changed AS (${sql} RETURNING 0 AS zero) ${insert(
      `coalesce((SELECT zero FROM changed), ('${mark}' || 0 * pg_backend_pid())::integer)`,
    )}`,
  isRefusal(thrown) {
    const { message, where } = thrown as Error & { where?: string }
    // A trigger's failure says where it was.
    if (codeOf(thrown) === moreThanOne) return where === undefined
    return codeOf(thrown) === '22P02' && message.includes(mark)
  },
  async canCount(query, tables) {
    const names = tables.map((_, index) => `$${index + 1}::regclass`).join(', ')
    const [row] = await query(
      `SELECT bool_and(relkind IN ('r', 'p') AND NOT relhasrules) AS plain FROM pg_class WHERE oid IN (${names})`,
      tables,
    )
    return row?.plain === true
  },
}
