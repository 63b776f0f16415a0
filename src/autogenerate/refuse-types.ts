import type { Operation } from '../operations/operation.ts'
import type { SchemaObject } from '../schema/objects.ts'
import type { SchemaSnapshot } from '../schema/snapshot.ts'
import { UnalterableError } from './errors.ts'
import { holdersOf, usersOf } from './type-users.ts'

/**
 * Throws `UnalterableError` where a type is to be made anew (`operations` is `undefined`) and something is of it, or
 * where PostgreSQL would have to look into lists and composite values to alter it.
 */
export function refuseType(
  before: SchemaSnapshot,
  was: SchemaObject,
  operations: readonly Operation[] | undefined,
): void {
  if (was.type !== 'domain') return
  if (operations === undefined) {
    const users = usersOf(before, was)
    if (users.length === 0) return
    throw new UnalterableError(
      `The domain ${was.name} is over another type now, which PostgreSQL can't alter, and ${listed(users)} of it`,
      `Give them another type first, in a revision of its own: op.alterColumn(…, { type: … }). Or declare a domain with another name.`,
    )
  }
  const [holder] = operations.some(looksAtValues) ? holdersOf(before, was) : []
  if (holder === undefined) return
  throw new UnalterableError(
    `The domain ${was.name} gets a check or NOT NULL, and ${holder} holds its values in a list or a composite value, where PostgreSQL can't check them`,
    'Declare the check with notValid: true, which leaves the rows that are there alone; or give the column another type first, in a revision of its own.',
  )
}

function looksAtValues(operation: Operation): boolean {
  if (operation.kind !== 'alterDomain') return false
  const { nullable, addChecks = [] } = operation.to
  return nullable === false || addChecks.some(({ notValid }) => notValid !== true)
}

function listed(users: readonly string[]): string {
  const last = users.at(-1) ?? ''
  return users.length === 1 ? `${last} is` : `${users.slice(0, -1).join(', ')} and ${last} are`
}
