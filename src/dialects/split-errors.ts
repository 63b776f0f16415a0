import { TsmigError } from '../support/errors.ts'

/** Something in a script that can't be split, or can't be run statement by statement. */
export class SplitError extends TsmigError {
  /** Where in the script it begins. */
  readonly offset: number

  constructor(code: 'unterminated-sql' | 'unsupported-sql', offset: number, message: string, hint: string) {
    super(code, message, hint)
    this.offset = offset
  }
}

/** What was begun at `offset` is never ended. */
export function unterminated(offset: number, what: string): SplitError {
  return new SplitError(
    'unterminated-sql',
    offset,
    `${what} that begins here is never ended`,
    'Close it. A quote inside of quotes is written twice.',
  )
}
