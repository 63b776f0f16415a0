import type { Heads } from '../../graph/revision.ts'
import { messageOf, TsmigError } from '../../support/errors.ts'

/** Where one of several databases stands after a run that failed. */
export interface DatabaseStanding {
  readonly database: string
  readonly state: 'done' | 'failed' | 'not begun'
  /** Its rows; absent where they can't be read. */
  readonly heads?: Heads
}

/** A failure in one of several databases; `cause` is the failure itself, whose code and hint it has. */
export class DatabaseError extends TsmigError {
  readonly database: string
  /** All databases of the run in their order; empty where nothing was changed yet. */
  readonly standing: readonly DatabaseStanding[]

  constructor(database: string, cause: unknown, standing: readonly DatabaseStanding[] = []) {
    const known = cause instanceof TsmigError
    super(
      known ? cause.code : 'database-failed',
      `${database}: ${messageOf(cause)}`,
      known ? cause.hint : 'Mend it and run again.',
      { cause },
    )
    this.database = database
    this.standing = standing
  }
}

/** Runs `body` for one of the databases; where there are several, what it throws says which one it was. */
export async function inDatabase<T>(
  { name }: { readonly name?: string },
  databases: readonly unknown[],
  body: () => Promise<T>,
): Promise<T> {
  if (name === undefined || databases.length < 2) return body()
  try {
    return await body()
  } catch (cause) {
    throw new DatabaseError(name, cause)
  }
}
