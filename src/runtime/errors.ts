import type { Statement } from '../dialects/dialect.ts'
import { codeOf, isWithoutRoom } from '../dialects/driver-errors.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { messageOfCode } from '../support/message-of-code.ts'
import { hintForOp } from '../support/op-hint.ts'
import { hintForStatement, hintForSurroundings } from './hints.ts'

/** A statement that the database refused. `driverCode` is the driver's own: an SQLSTATE, `SQLITE_CONSTRAINT_UNIQUE`. */
export class StatementError extends TsmigError {
  readonly statement: Statement
  readonly driverCode: string | undefined
  /** What the server says beside its message: `Key (name)=(a) already exists.` */
  readonly detail: string | undefined

  /** `place` says where in the statement's rows it failed. */
  constructor(statement: Statement, cause: unknown, place?: string) {
    const driverCode = codeOf(cause)
    // A table that is being rebuilt has another name for a while.
    const message = behindStatement(statement.sql, messageOf(cause)).replaceAll('_tsmig_tmp_', '')
    super('statement-failed', message, hintFor(statement.sql, cause), { cause })
    this.statement = statement
    this.driverCode = driverCode
    const detail = textOf(cause, 'detail')
    this.detail = place === undefined || detail === undefined ? (detail ?? place) : `${detail} ${place}`
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
      `${direction} of revision ${revision} failed: ${messageOfCode(cause)}`,
      `${details.note} ${cause instanceof TsmigError ? cause.hint : (hintForOp(cause) ?? hintForSurroundings(cause) ?? 'Mend it and run again.')}`,
      { cause },
    )
    this.revision = revision
    this.path = details.path
    this.place = details.place
  }
}

/** What the server itself advises goes before what we would say, unless it tells an administrator no more than "look". */
function hintFor(sql: string, cause: unknown): string {
  const own = isWithoutRoom(cause) ? undefined : textOf(cause, 'hint')
  return own ?? hintForStatement(sql, cause)
}

/** knex writes the statement before what the server said. */
function behindStatement(sql: string, message: string): string {
  const before = `${sql} - `
  return message.startsWith(before) ? message.slice(before.length) : message
}

/** A text that a driver put on its error beside the message. */
function textOf(thrown: unknown, key: 'hint' | 'detail'): string | undefined {
  const text = thrown instanceof Error ? (thrown as { hint?: unknown; detail?: unknown })[key] : undefined
  return typeof text === 'string' && text !== '' ? text : undefined
}
