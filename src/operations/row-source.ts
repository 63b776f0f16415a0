import type { TableName } from '../schema/model.ts'
import type { RowSource } from './entry.ts'
import type { InsertRows } from './operation.ts'
import { insertRows, type RowsBefore } from './row-operations.ts'

/** As many rows stand in memory at a time: fewer, where they are long. With more, most outlive a generation of the heap. */
const mostRows = 10_000
const mostBytes = 16_000_000

/** What rows are read from: a generator, a stream of objects, a cursor. */
export type RowIterable = Iterable<object> | AsyncIterable<object>

/** Whether rows can be read one after the other: a list, whose rows are known, counts too. */
export function isRowIterable(rows: unknown): rows is RowIterable {
  return (
    typeof rows === 'object' && rows !== null && (Symbol.asyncIterator in rows || Symbol.iterator in rows)
  )
}

/** `op.bulkInsert` of rows that are read in its turn. Reading throws as `insertRows` does, and as the iterable does. */
export function rowSource(table: TableName, rows: RowIterable): RowSource {
  return {
    kind: 'rowSource',
    table,
    async *parts() {
      let before: RowsBefore | undefined
      for await (const some of Symbol.asyncIterator in rows ? gathered(rows) : gatheredAtOnce(rows)) {
        const part: InsertRows = insertRows(table, some, before)
        before = { count: (before?.count ?? 0) + some.length, columns: before?.columns ?? part.columns }
        yield part
      }
    },
  }
}

async function* gathered(rows: AsyncIterable<object>): AsyncGenerator<readonly object[]> {
  let gathering = new Gathering()
  for await (const row of rows) {
    if (!gathering.add(row)) continue
    yield gathering.rows
    gathering = new Gathering()
  }
  if (gathering.rows.length > 0) yield gathering.rows
}

/** Without a turn of the event loop for each row. */
function* gatheredAtOnce(rows: Iterable<object>): Generator<readonly object[]> {
  let gathering = new Gathering()
  for (const row of rows) {
    if (!gathering.add(row)) continue
    yield gathering.rows
    gathering = new Gathering()
  }
  if (gathering.rows.length > 0) yield gathering.rows
}

class Gathering {
  readonly rows: object[] = []
  #bytes = 0

  /** Whether these are enough. */
  add(row: object): boolean {
    this.rows.push(row)
    this.#bytes += bytesOf(row)
    return this.rows.length >= mostRows || this.#bytes >= mostBytes
  }
}

/** About how much memory a value takes. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  if (value instanceof Uint8Array) return value.byteLength
  let bytes = 16
  for (const part of Object.values(value)) bytes += bytesOf(part)
  return bytes
}
