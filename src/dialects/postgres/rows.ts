import type { InsertRows } from '../../operations/operation.ts'
import type { TableName } from '../../schema/model.ts'
import type { SqlValue } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import type { Statement } from '../dialect.ts'
import { jsonText } from '../json-text.ts'
import { ddl } from './identifier.ts'
import { parameterText } from './literal.ts'

/** What the protocol can count of bindings in one statement. */
const mostBindings = 65_535
/** Enough that a round trip costs nothing beside the rows; few enough that a statement can be read. */
const mostRows = 1_000

/** INSERT statements of many rows each. A list is an array or JSON, as its column is. */
export function insertRows({ table, columns, rows }: InsertRows): readonly Statement[] {
  if (columns.length === 0) return rows.map(() => ddl`INSERT INTO ${table} DEFAULT VALUES`)
  const size = Math.min(mostRows, Math.floor(mostBindings / columns.length))
  const head = ddl`INSERT INTO ${table} (${columns}) VALUES`.sql
  const statements: Statement[] = []
  for (let at = 0; at < rows.length; at += size) {
    statements.push(insertion(head, table, columns, rows.slice(at, at + size)))
  }
  return statements
}

function insertion(
  head: string,
  table: TableName,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
): Statement {
  const bindings: unknown[] = []
  const tuples = rows.map((row) => {
    const cells = columns.map((column, index) => {
      const value = row[index] ?? null
      bindings.push(Array.isArray(value) ? jsonText({ [column]: value }) : bound(value))
      const place = `$${bindings.length}`
      return Array.isArray(value) ? listOf(table, column, place) : place
    })
    return `(${cells.join(', ')})`
  })
  return { sql: `${head}\n  ${tuples.join(',\n  ')}`, bindings }
}

/**
 * The server knows whether the column holds an array or JSON: it makes of the list what the table's row type says.
 * That comes from an empty join, as the type's name would be taken for `text` where the table is called so. The whole
 * row is filled, so a table with a column of a NOT NULL domain can't take lists this way: it says so.
 */
function listOf(table: TableName, column: string, place: string): string {
  const cell = ddl`(json_populate_record("$row", ${raw(place)}::json)).${column}`
  return ddl`(SELECT ${cell} FROM (SELECT) AS "$none" LEFT JOIN ${table} AS "$row" ON false)`.sql
}

/** As text, so that online and written out it is the same; bytes as bytes. */
function bound(value: SqlValue): unknown {
  return value === null || value instanceof Uint8Array ? value : parameterText(value)
}
