import { TsmigError } from '../../support/errors.ts'

/** What `read` gives; nothing where it throws that the SQL can't be read. */
export function unlessUnreadable<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof TsmigError && error.code === 'unreadable-sql') return undefined
    throw error
  }
}
