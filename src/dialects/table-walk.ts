import type { Backfill } from '../operations/operation.ts'
import type { TableName } from '../schema/model.ts'
import { expression } from './ddl.ts'
import type { Query } from './query.ts'

/** A column of a key that a table is gone through by. */
export interface KeyColumn {
  readonly name: string
  /** The type, in the words of the catalog. */
  readonly type: string
  /** Why nobody can go by it; absent: it will do. `may be NULL` */
  readonly unfit?: string
}

/** A key that tells each row of a table from all others. */
export interface UniqueKey {
  readonly isPrimary: boolean
  /** In the order of its index. */
  readonly columns: readonly KeyColumn[]
}

/** The rows of a table behind one key and up to another, each as the texts that `next` gave. */
export interface KeyRange {
  readonly after: readonly string[] | undefined
  readonly upTo: readonly string[]
}

/** How a table is gone through in the order of a key, so many rows at a time. */
export interface TableWalk {
  /** Begins the transaction of a batch. */
  readonly begin: string
  /** The unique keys of a table; `undefined` where there is no such table. */
  keysOf(query: Query, table: TableName): Promise<readonly UniqueKey[] | undefined>
  /** About how many rows there are, where that can be told without counting for long. */
  estimate(query: Query, table: TableName): Promise<number | undefined>
  /** Which of the tables no transaction holds for: absent where there are none such. */
  unsafe?(query: Query, tables: readonly TableName[]): Promise<string | undefined>
  /**
   * A query for the end of the next batch: in one row the key of its last row as texts, `k1`, `k2` …, and `batch_rows`,
   * their number. No row: there are none behind `after`.
   */
  next(
    table: TableName,
    key: readonly KeyColumn[],
    place: { readonly after: readonly string[] | undefined; readonly size: number },
  ): string
  /** The statement that does a batch. */
  update(operation: Backfill, key: readonly KeyColumn[], range: KeyRange): string
  /** The one that does all rows. */
  updateAll(operation: Backfill): string
}

/** What differs between databases. */
export interface WalkSpelling extends Pick<TableWalk, 'begin' | 'keysOf' | 'estimate' | 'unsafe'> {
  /** Keys of several columns are compared as rows, `(a, b) > (1, 2)`, as an index serves that. */
  readonly comparesRows: boolean
  identifier(name: string): string
  tableName(table: TableName): string
  /** A value, which takes the type of the place it stands in. */
  value(value: unknown): string
  /** A column of a key as text. */
  text(column: KeyColumn, sql: string): string
  /** The value that such a text stands for. */
  keyValue(column: KeyColumn, text: string): string
}

/** The walk of a database. */
export function tableWalk(spelling: WalkSpelling): TableWalk {
  const { begin, keysOf, estimate, unsafe, identifier, tableName, text } = spelling
  const updated = ({ table, set }: Backfill): string => {
    const assignments = set.map((one) => {
      const to = one.expression === undefined ? spelling.value(one.value) : expression(one.expression).sql
      return `${identifier(one.column)} = ${to}`
    })
    return `UPDATE ${tableName(table)} SET ${assignments.join(', ')}`
  }
  const condition = ({ where }: Backfill): readonly string[] =>
    where === undefined ? [] : [`(${expression(where).sql})`]
  return {
    begin,
    keysOf,
    estimate,
    ...(unsafe !== undefined && { unsafe }),
    next(table, key, { after, size }) {
      const columns = key.map(({ name }) => identifier(name))
      const behind = after === undefined ? '' : ` WHERE ${compared(spelling, key, '>', after)}`
      const inner =
        `SELECT ${columns.map((column, at) => `${column} AS c${at + 1}`).join(', ')} FROM ${tableName(table)}` +
        `${behind} ORDER BY ${columns.join(', ')} LIMIT ${size}`
      const texts = key.map((column, at) => `${text(column, `batch.c${at + 1}`)} AS k${at + 1}`)
      const order = key.map((_, at) => `batch.c${at + 1} DESC`)
      return `SELECT ${texts.join(', ')}, count(*) OVER () AS batch_rows FROM (${inner}) AS batch ORDER BY ${order.join(', ')} LIMIT 1`
    },
    update(operation, key, { after, upTo }) {
      const conditions = [
        ...(after === undefined ? [] : [compared(spelling, key, '>', after)]),
        compared(spelling, key, '<=', upTo),
        ...condition(operation),
      ]
      return `${updated(operation)} WHERE ${conditions.join(' AND ')}`
    },
    updateAll(operation) {
      const [where] = condition(operation)
      return updated(operation) + (where === undefined ? '' : ` WHERE ${where}`)
    },
  }
}

/** The key compared with one that was told as texts. */
function compared(
  { comparesRows, identifier, keyValue }: WalkSpelling,
  key: readonly KeyColumn[],
  operator: '>' | '<=',
  texts: readonly string[],
): string {
  const columns = key.map(({ name }) => identifier(name))
  const values = key.map((column, at) => keyValue(column, texts[at] ?? ''))
  if (key.length === 1) return `${columns[0]} ${operator} ${values[0]}`
  if (comparesRows) return `(${columns.join(', ')}) ${operator} (${values.join(', ')})`
  const strict = operator === '>' ? '>' : '<'
  const last = key.length - 1
  let rest = `${columns[last]} ${operator} ${values[last]}`
  for (let at = last - 1; at >= 0; at -= 1) {
    rest = `(${columns[at]} ${strict} ${values[at]} OR (${columns[at]} = ${values[at]} AND ${rest}))`
  }
  // What the first column alone says is what an index can be entered by.
  return `${columns[0]} ${strict}= ${values[0]} AND ${rest}`
}
