import type { Operation } from '../../operations/operation.ts'
import { reverse } from '../../operations/reverse.ts'
import type { CompositeType, Domain, SchemaObject } from '../../schema/objects.ts'
import type { SchemaSnapshot } from '../../schema/snapshot.ts'
import { UnalterableError } from '../errors.ts'
import { columnsOf, holdersOf, typedTables, usersOf } from './type-users.ts'

type Operations = readonly Operation[] | undefined

/**
 * What alters a type where PostgreSQL can; `undefined`: it is made anew. Throws `UnalterableError`, which names the
 * users, where it can do neither.
 */
export function alterableType(before: SchemaSnapshot, was: SchemaObject, operations: Operations): Operations {
  if (operations?.length === 0) return operations
  switch (was.type) {
    case 'domain':
      refuseDomain(before, was, operations)
      return operations
    case 'composite':
      return compositeOperations(before, was, operations)
    default:
      return operations
  }
}

function refuseDomain(before: SchemaSnapshot, was: Domain, operations: Operations): void {
  if (operations === undefined) {
    const users = usersOf(before, was)
    if (users.length === 0) return
    throw new UnalterableError(
      `The domain ${was.name} is over another type now, which PostgreSQL can't alter, and ${listed(users)} of it`,
      'Give them another type first, in a revision of its own: op.alterColumn(…, { type: … }). Or declare a domain with another name.',
    )
  }
  const [holder] = operations.some(looksAtValues) ? holdersOf(before, was) : []
  if (holder === undefined) return
  throw new UnalterableError(
    `The domain ${was.name} gets a check or NOT NULL, and ${holder} holds its values in a list or a composite value, where PostgreSQL can't check them`,
    'Declare the check with notValid: true, which leaves the rows that are there alone; or give the column another type first, in a revision of its own.',
  )
}

/** One that nobody uses is made anew where that alone has a way back. */
function compositeOperations(before: SchemaSnapshot, was: CompositeType, operations: Operations): Operations {
  const users = usersOf(before, was)
  if (users.length === 0) {
    return operations?.every((one) => reverse(one).operation !== undefined) ? operations : undefined
  }
  const hint =
    'Give them another type first, in a revision of its own: op.alterColumn(…, { type: … }). Or declare a type with another name.'
  if (operations === undefined) {
    throw new UnalterableError(
      `The attributes of the type ${was.name} stand in another order now, PostgreSQL adds them at the end, and ${listed(users)} of it`,
      hint,
    )
  }
  const columns = operations.some(retypes) ? columnsOf(before, was) : []
  if (columns.length > 0) {
    throw new UnalterableError(
      `The type ${was.name} has attributes of another type now, which PostgreSQL refuses while ${listed(columns)} of it`,
      hint,
    )
  }
  const tables = typedTables(before.tables, was)
  if (tables.length > 0 && operations.some(touchesAttributes)) {
    throw new UnalterableError(
      `The type ${was.name} has other attributes now, and ${listed(tables.map(({ table }) => `the table ${table.table.name}`))} of it`,
      'Write it yourself: op.alterCompositeType(…, { cascade: true }) alters the tables, too.',
    )
  }
  return operations
}

function looksAtValues(operation: Operation): boolean {
  if (operation.kind !== 'alterDomain') return false
  const { nullable, addChecks = [] } = operation.to
  return nullable === false || addChecks.some(({ notValid }) => notValid !== true)
}

function retypes(operation: Operation): boolean {
  return operation.kind === 'alterCompositeType' && operation.to.alterAttributes !== undefined
}

function touchesAttributes(operation: Operation): boolean {
  if (operation.kind !== 'alterCompositeType') return false
  const { addAttributes, alterAttributes, dropAttributes } = operation.to
  return [addAttributes, alterAttributes, dropAttributes].some((part) => part !== undefined)
}

function listed(users: readonly string[]): string {
  const last = users.at(-1) ?? ''
  return users.length === 1 ? `${last} is` : `${users.slice(0, -1).join(', ')} and ${last} are`
}
