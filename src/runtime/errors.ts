import type { Statement } from '../dialects/dialect.ts'
import { messageOf, TsmigError } from '../support/errors.ts'

/** A statement that the database refused. `driverCode` is the driver's own: an SQLSTATE, `SQLITE_CONSTRAINT_UNIQUE`. */
export class StatementError extends TsmigError {
  readonly statement: Statement
  readonly driverCode: string | undefined
  /** What the server says beside its message: `Key (name)=(a) already exists.` */
  readonly detail: string | undefined

  constructor(statement: Statement, cause: unknown) {
    const driverCode = codeOf(cause)
    // A table that is being rebuilt has another name for a while.
    const message = messageOf(cause).replaceAll('_tsmig_tmp_', '')
    super('statement-failed', message, textOf(cause, 'hint') ?? hintFor(driverCode, message), { cause })
    this.statement = statement
    this.driverCode = driverCode
    this.detail = textOf(cause, 'detail')
  }
}

/** A revision whose `upgrade` or `downgrade` failed, whatever the reason. */
export class RevisionError extends TsmigError {
  readonly revision: string
  readonly path: string | undefined
  /** `file:line:column` of the call that failed, where it is known. */
  readonly place: string | undefined

  constructor(details: {
    revision: string
    path: string | undefined
    place: string | undefined
    direction: 'upgrade' | 'downgrade'
    /** What is left of it: a sentence. */
    note: string
    cause: unknown
  }) {
    const { cause, direction, revision } = details
    super(
      'revision-failed',
      `${direction} of revision ${revision} failed: ${messageOf(cause)}`,
      `${details.note} ${cause instanceof TsmigError ? cause.hint : (hintForCode(codeOf(cause)) ?? 'Mend it and run again.')}`,
      { cause },
    )
    this.revision = revision
    this.path = details.path
    this.place = details.place
  }
}

/** The code that a driver put on its error. */
export function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined
  const { code, errno } = thrown as { code?: unknown; errno?: unknown }
  // mysql2 calls MariaDB's error by what the number means on MySQL.
  if (errno === 4025 && /^CONSTRAINT .* failed for /s.test(thrown.message)) return 'ER_CONSTRAINT_FAILED'
  return typeof code === 'string' ? code : undefined
}

/** What to do about the failures that a migration meets most. */
function hintFor(driverCode: string | undefined, message: string): string {
  switch (driverCode) {
    case '23502':
    case 'SQLITE_CONSTRAINT_NOTNULL':
    case 'ER_BAD_NULL_ERROR':
    case 'ER_INVALID_USE_OF_NULL':
      return 'Rows have no value there: give them one before, with op.execute, or give the column a default.'
    case '23505':
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
    case 'ER_DUP_ENTRY':
      return 'Rows are alike in what has to be unique: mend them before, with op.execute.'
    case '23514':
    case 'SQLITE_CONSTRAINT_CHECK':
    case 'ER_CONSTRAINT_FAILED':
    case 'ER_CHECK_CONSTRAINT_VIOLATED':
      return 'Rows break the condition: mend them before, with op.execute.'
    case '23503':
    case 'ER_NO_REFERENCED_ROW_2':
      return 'Rows refer to rows that are not there: mend them before, with op.execute.'
    case '25001':
      return outsideHint
  }
  if (/from within a transaction/.test(message)) return outsideHint
  if (/statement timeout|max_statement_time|maximum statement execution time/.test(message)) return timeHint
  return hintForCode(driverCode) ?? 'Mend the statement and run again.'
}

/** What to do where it is not the statement that has to be mended. */
export function hintForCode(code: string | undefined): string | undefined {
  switch (code) {
    case '42501':
    case 'ER_TABLEACCESS_DENIED_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
    case 'ER_SPECIFIC_ACCESS_DENIED_ERROR':
      return 'Give the role that right, or connect as one that has it.'
    case '25006':
      return 'The connection is read-only: connect to the primary, and look at default_transaction_read_only.'
    case '53100':
      return 'The server has no room left on its disk: make some, and run again.'
    case 'SQLITE_FULL':
      return 'There is no room left on the disk: make some, and run again.'
    case 'SQLITE_NOTADB':
      return 'Check the path in the url: the file is something else, or damaged.'
  }
  if (code?.startsWith('SQLITE_READONLY'))
    return 'Check that you may write to the database file and to its folder, and run again.'
  if (code?.startsWith('SQLITE_BUSY'))
    return 'Another connection is in the middle of a transaction: let it end, and run again.'
  if (code?.startsWith('SQLITE_IOERR')) return 'Check the disk that the database file is on, and run again.'
  return undefined
}

const timeHint =
  'Give it more time: statement_timeout in the ini, --statement-timeout, or "export const statementTimeout = \'10min\'" in the revision.'

const outsideHint =
  'Put it into op.outsideTransaction(…), or write "export const transaction = false" in the revision.'

/** A text that a driver put on its error beside the message. */
function textOf(thrown: unknown, key: 'hint' | 'detail'): string | undefined {
  const text = thrown instanceof Error ? (thrown as { hint?: unknown; detail?: unknown })[key] : undefined
  return typeof text === 'string' && text !== '' ? text : undefined
}
