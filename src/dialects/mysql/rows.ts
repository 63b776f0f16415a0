import type { InsertRows } from '../../operations/operation.ts'
import type { SqlValue } from '../../schema/values.ts'
import type { Statement } from '../dialect.ts'
import { jsonText } from '../json-text.ts'
import { ddl } from './identifier.ts'
import { bindable, literal } from './literal.ts'

/** What a prepared statement can count of placeholders. */
const mostBindings = 65_535
const mostRows = 1_000
/** Characters of one statement: a quarter of what the smallest usual `max_allowed_packet` takes in bytes. */
const longest = 1_000_000

/** INSERT statements of many rows each, none longer than a server takes. A list is JSON. */
export function insertRows({ table, columns, rows }: InsertRows): readonly Statement[] {
  const head = ddl`INSERT INTO ${table} (${columns}) VALUES`.sql
  const tuple = `(${columns.map(() => '?').join(', ')})`
  const size = Math.min(mostRows, Math.floor(mostBindings / Math.max(1, columns.length)))
  const statements: Statement[] = []
  for (const chunk of chunks(rows, columns.length, size)) {
    const bindings = chunk.flat()
    const sql = `${head}\n  ${chunk.map(() => tuple).join(',\n  ')}`
    statements.push(bindings.length === 0 ? { sql } : { sql, bindings })
  }
  return statements
}

function chunks(
  rows: readonly (readonly SqlValue[])[],
  width: number,
  size: number,
): readonly (readonly (readonly unknown[])[])[] {
  const all: (readonly unknown[])[][] = []
  let chunk: (readonly unknown[])[] = []
  let length = 0
  for (const row of rows) {
    const cells = Array.from({ length: width }, (_, index) => bound(row[index] ?? null))
    const added = cells.reduce<number>((sum, cell) => sum + literal(cell).length, 0)
    if (chunk.length === size || (chunk.length > 0 && length + added > longest)) {
      all.push(chunk)
      chunk = []
      length = 0
    }
    chunk.push(cells)
    length += added
  }
  return chunk.length === 0 ? all : [...all, chunk]
}

function bound(value: SqlValue): unknown {
  return Array.isArray(value) ? jsonText(value) : bindable(value)
}
