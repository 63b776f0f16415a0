import type { DialectName } from '../schema/dialect-name.ts'
import { messageOf, TsmigError } from '../support/errors.ts'

/** How each database is called in messages. */
const dialectTitles: Readonly<Record<DialectName, string>> = {
  postgres: 'PostgreSQL',
  sqlite: 'SQLite',
  mysql: 'MySQL',
}

/** The database has no way to do it: thrown while compiling, before anything ran. */
export class UnsupportedOperationError extends TsmigError {
  readonly dialect: DialectName
  readonly what: string

  /** `what` follows the database's name, or the `title` that goes before it: "cannot drop a column that …". */
  constructor(dialect: DialectName, what: string, hint: string, title = dialectTitles[dialect]) {
    super('unsupported-operation', `${title} ${what}`, hint)
    this.dialect = dialect
    this.what = what
  }
}

/** A value that has no safe spelling as SQL text. */
export class UnwritableValueError extends TsmigError {
  constructor(message: string, hint: string, options?: { cause?: unknown }) {
    super('unwritable-value', message, hint, options)
  }
}

/** A name that the database can't take as it is: empty, with a NUL in it, or too long. */
export class InvalidIdentifierError extends TsmigError {
  constructor(message: string, hint: string) {
    super('invalid-identifier', message, hint)
  }
}

/** What is declared can't be made, even for a moment, to read how the server spells it. */
export class ReadOnlyServerError extends TsmigError {
  constructor(cause: unknown) {
    super(
      'read-only-server',
      `the server may only be read, so it can't be asked how it spells what is declared: ${messageOf(cause)}`,
      'Compare with the primary, over a connection that may write; what is made there is taken back.',
      { cause },
    )
  }
}
