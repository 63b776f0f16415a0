import type { InsertRows } from '../../operations/operation.ts'
import { cellsOf } from '../../operations/row-cells.ts'
import type { Query, RowCopy } from '../dialect.ts'
import { copyText, isPlainList } from './copy-text.ts'
import { ddl, tableName } from './identifier.ts'

/** So many one INSERT takes: a look at the table and a COPY are three messages. */
const fewRows = 1_000
/** What one COPY takes: the limit on the time of a statement, and the queue of its triggers, hold for so many. */
const mostRows = 50_000

/**
 * COPY, where it does just what INSERT would do: it passes over rules, writes what only the server may generate, takes
 * no view and no row security, and hands a type its modifier earlier, which the usual types don't mind.
 */
export async function copyRows(query: Query, operation: InsertRows): Promise<readonly RowCopy[] | undefined> {
  const { table, columns } = operation
  const { cells, count, areSimple } = cellsOf(operation)
  if (count <= fewRows || columns.length === 0) return undefined
  const found = new Map((await query(columnsThatCopy, [tableName(table)])).map((row) => [row.name, row.form]))
  const forms = columns.map((column) => found.get(column))
  if (forms.includes(undefined)) return undefined
  if (!areSimple && !cells.every((value, at) => takes(forms[at % forms.length], value))) return undefined
  const arrays = forms.map((form) => form === 'array')
  const { sql } = ddl`COPY ${table} (${columns}) FROM STDIN`
  return Array.from({ length: Math.ceil(count / mostRows) }, (_, index) => {
    const range = { from: index * mostRows, to: Math.min((index + 1) * mostRows, count) }
    return { sql, first: range.from + 1, text: () => copyText(cells, range, arrays), failedAt }
  })
}

/** Whether a column of this form has the value from COPY as it has it from INSERT. */
function takes(form: unknown, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (value instanceof Uint8Array) return form === 'bytes'
  return !Array.isArray(value) || form === 'json' || (form === 'array' && isPlainList(value))
}

/** Types whose modifier does the same on the way in as behind it: bpchar, varchar, numeric, the times, bit, varbit. */
const usualModifiers = '1042, 1043, 1700, 1083, 1266, 1114, 1184, 1560, 1562'

/** The columns of a table that COPY fills as INSERT does: none where it passes over what INSERT heeds. */
const columnsThatCopy = `SELECT a.attname AS name,
  CASE
    WHEN t.oid = 17 THEN 'bytes'
    WHEN t.oid IN (114, 3802) THEN 'json'
    WHEN e.typtype IN ('b', 'e') AND e.typdelim = ',' AND e.oid NOT IN (114, 3802) THEN 'array'
    ELSE 'text'
  END AS form
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type AS e ON e.oid = t.typelem AND t.typinput = 'pg_catalog.array_in'::regproc
WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('r', 'p') AND NOT c.relhasrules
  AND NOT pg_catalog.row_security_active(c.oid) AND a.attidentity <> 'a' AND a.attgenerated = ''
  AND (a.atttypmod = -1 OR coalesce(e.oid, t.oid) IN (${usualModifiers}))`

/** The server says the place in words of its own, beside the message: `COPY customer, line 3, column id: "x"`. */
function failedAt(thrown: unknown): { readonly row: number; readonly column?: string } | undefined {
  const where = thrown instanceof Error ? (thrown as { where?: unknown }).where : undefined
  const [, row, column] = /^COPY .+?, line (\d+)(?:, column ([^:]+))?/m.exec(String(where)) ?? []
  if (row === undefined) return undefined
  return { row: Number(row), ...(column !== undefined && { column }) }
}
