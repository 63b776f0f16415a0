import { deepFreeze, frozenValue } from '../schema/freeze.ts'
import type { TableName } from '../schema/model.ts'
import { nameOf, namesOf, sqlText } from '../schema/names.ts'
import { isTaggedSql, type Sql, type SqlValue } from '../schema/values.ts'
import { OperationError } from './errors.ts'
import type { Assignment, Backfill } from './operation.ts'
import { knownOptions } from './options.ts'

/** What `op.backfill` gives to rows, and how it goes through them. */
export interface BackfillOptions<Column extends string = string> {
  /** What the columns are given: a value, or SQL, which sees the row as it was. */
  readonly set: { readonly [Name in Column]?: SqlValue | Sql }
  /** Only rows of which this is true are changed; all are gone through. */
  readonly where?: string | Sql
  /** What it goes by: the columns of the primary key, unless those of another unique index are named. */
  readonly key?: Column | readonly Column[]
  /** How many rows are gone through in a transaction: 10,000, unless told otherwise. */
  readonly batchSize?: number
  /** Milliseconds without a transaction between two batches. */
  readonly pause?: number
  readonly schema?: string
}

/** How many rows a batch goes through where that is not told. */
export const usualBatchSize = 10_000

/** `op.backfill` as data. Throws `OperationError` and `DefinitionError` for what is no backfill. */
export function backfill(table: TableName, options: BackfillOptions): Backfill {
  const { set, where, key, batchSize, pause } = options
  return checkedBackfill({
    kind: 'backfill',
    table,
    set: assignmentsOf(table, set),
    ...(where === undefined ? {} : { where: sqlText(where, `The condition for ${table.name}`) }),
    ...(key === undefined ? {} : { key: namesOf(key, 'The key') }),
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(pause === undefined ? {} : { pause }),
  })
}

/** Knows the options of `op.backfill`. */
export function knownBackfillOptions<Options extends BackfillOptions>(options: Options): Options {
  return knownOptions('op.backfill', options, ['set', 'where', 'key', 'batchSize', 'pause', 'schema'])
}

/** The same data, frozen, where it makes sense. Throws `OperationError` where not. */
export function checkedBackfill(given: Backfill): Backfill {
  const { table, set, key = [], batchSize = usualBatchSize, pause = 0 } = given
  if (set.length === 0) {
    throw new OperationError(
      `The backfill of ${table.name} sets nothing`,
      `Say what: op.backfill('${table.name}', { set: { email_lower: sql\`lower(email)\` } }).`,
    )
  }
  for (const assignment of set) refuseNoAssignment(table, assignment)
  refuseKeyChanged(table, key, set)
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new OperationError(
      `\`batchSize\` is ${JSON.stringify(batchSize)}`,
      'Give the number of rows of a batch, 1 or more.',
    )
  }
  if (typeof pause !== 'number' || !(pause >= 0 && pause <= longestPause)) {
    throw new OperationError(
      `\`pause\` is ${JSON.stringify(pause)}`,
      'Give the milliseconds between two batches: 0 to 3600000, an hour.',
    )
  }
  return deepFreeze(given)
}

/** Throws `OperationError` where a column of the key gets another value: its row could be met again. */
export function refuseKeyChanged(table: TableName, key: readonly string[], set: readonly Assignment[]): void {
  const changed = set.find(({ column }) => key.includes(column))
  if (changed === undefined) return
  throw new OperationError(
    `The backfill of ${table.name} sets ${changed.column}, which it goes by`,
    'Name another key that stays as it is, or change these rows with op.execute.',
  )
}

const longestPause = 3_600_000

function assignmentsOf(table: TableName, set: unknown): readonly Assignment[] {
  if (typeof set !== 'object' || set === null || Array.isArray(set)) {
    throw new OperationError(
      `What the backfill of ${table.name} sets is ${set === null ? 'null' : Array.isArray(set) ? 'a list' : typeof set}`,
      'Give an object of columns: { set: { email_lower: sql`lower(email)` } }.',
    )
  }
  return Object.entries(set)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): Assignment => {
      const column = nameOf(name, `A column that the backfill of ${table.name} sets`)
      if (isTaggedSql(value)) return { column, expression: sqlText(value, `The value of ${column}`) }
      return { column, value: frozenValue(value, `The value of ${column}`) }
    })
}

function refuseNoAssignment(table: TableName, assignment: Assignment): void {
  const isOne =
    typeof assignment === 'object' &&
    assignment !== null &&
    typeof assignment.column === 'string' &&
    assignment.column !== '' &&
    (typeof assignment.expression === 'string' || assignment.value !== undefined)
  if (!isOne) {
    throw new OperationError(
      `The backfill of ${table.name} sets ${JSON.stringify(assignment)}`,
      "In data, it is a list of { column: 'a', value: 1 } and { column: 'b', expression: 'lower(a)' }.",
    )
  }
  if (Array.isArray(assignment.value)) {
    throw new OperationError(
      `The backfill of ${table.name} sets ${assignment.column} to a list`,
      "A list can be an array or JSON: write it out, as sql`'[1, 2]'`.",
    )
  }
}
