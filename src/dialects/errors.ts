import type { DialectName } from '../schema/dialect-name.ts'
import { TsmigError } from '../support/errors.ts'

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
