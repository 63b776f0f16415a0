import { named } from '../../operations/describe.ts'
import type { TableName } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'

/** There is nothing in a table to go by. */
export function noKey(table: TableName, message: string, hint: string): TsmigError {
  return new TsmigError('backfill-key', `op.backfill can't go through ${named(table)}: ${message}`, hint)
}

/** Without a place for its position, a run that is cut off would begin again. */
export function noLog(table: TableName): TsmigError {
  return new TsmigError(
    'backfill-without-log',
    `op.backfill of ${named(table)} writes how far it came into the log of tsmig, which can't be used`,
    'Give the role the right to make, read and write the log table (the warning above says what is missing). Or change all rows in one statement, with op.execute.',
  )
}

/** A transaction is open that is not its own. */
export function inTransaction(table: TableName): TsmigError {
  return new TsmigError(
    'backfill-in-transaction',
    `op.backfill of ${named(table)} commits each batch, and a transaction of the revision's own is open`,
    'End it before: the revision began it with op.execute.',
  )
}

/** Rows and position would not be kept together. */
export function noTransactions(table: TableName, unsafe: string): TsmigError {
  return new TsmigError(
    'backfill-key',
    `op.backfill of ${named(table)} needs transactions, which don't hold for ${unsafe}`,
    'Give the table an engine with transactions, InnoDB; or change all rows in one statement, with op.execute.',
  )
}

/** What the log knows is the place in another order. */
export function otherKey(table: TableName, was: readonly string[], now: readonly string[]): TsmigError {
  return new TsmigError(
    'backfill-position',
    `op.backfill of ${named(table)} was cut off when it went by ${was.join(', ')}, and is to go by ${now.join(', ')} now`,
    `Name the former key: { key: [${was.map((name) => `'${name}'`).join(', ')}] }. Where the rows may be done from the first again, tell so: tsmig repair --reverted.`,
  )
}

/** The next batch would begin where the last one did. */
export function standsStill(table: TableName): TsmigError {
  return new TsmigError(
    'backfill-key',
    `op.backfill of ${named(table)} can't get past a row: as text, its key is no other than that of the row before`,
    'Name another key, of numbers or texts: { key: … }.',
  )
}
