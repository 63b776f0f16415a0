import type { TableName } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'

/** A table has to be known for the change, and there is none. */
export function shapeUnknown(table: TableName, change: string): TsmigError {
  return new TsmigError(
    'unknown-table-shape',
    `Can't ${change}: there is no table "${table.name}"`,
    'Check the name of the table; for a script (--sql), the revisions have to create it by operations of their own.',
  )
}

export function notATable(view: string): TsmigError {
  return new TsmigError(
    'not-a-table',
    `"${view}" is a view, and only a table can be altered`,
    'Replace the view: op.replaceView(name, query).',
  )
}

export function noSuchColumn(table: string, column: string, known: readonly string[]): TsmigError {
  return new TsmigError(
    'no-such-column',
    `Table "${table}" has no column "${column}"`,
    `Its columns are: ${known.join(', ')}.`,
  )
}

export function noSuchConstraint(table: string, name: string, known: readonly string[]): TsmigError {
  const list = known.length === 0 ? 'It has none with a name.' : `Those with a name are: ${known.join(', ')}.`
  const which = name === '' ? 'without a name that would be it' : `"${name}"`
  return new TsmigError('no-such-constraint', `Table "${table}" has no constraint ${which}`, list)
}

export function noSuchIndex(table: string, name: string, known: readonly string[]): TsmigError {
  const list = known.length === 0 ? 'It has none.' : `Its indexes are: ${known.join(', ')}.`
  return new TsmigError('no-such-index', `Table "${table}" has no index "${name}"`, list)
}

/** `what` is taken already, as in `column "a"`. */
export function alreadyThere(table: string, what: string): TsmigError {
  return new TsmigError(
    'already-exists',
    `Table "${table}" already has ${what}`,
    'Choose another name, or drop the old one first.',
  )
}

/** The column can't go, as the things listed use it. */
export function columnInUse(table: string, column: string, users: readonly string[]): TsmigError {
  return new TsmigError(
    'column-in-use',
    `Column "${column}" of table "${table}" can't be dropped: ${users.join(', ')} ${users.length === 1 ? 'uses' : 'use'} it`,
    'Drop those first, in the same batch or before it, and create them again without the column.',
  )
}
