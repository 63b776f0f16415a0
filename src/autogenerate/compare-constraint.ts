import type { Operation } from '../operations/operation.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { Constraint, TableName } from '../schema/model.ts'
import { isSame } from '../schema/same.ts'
import { commentChange } from './compare-comment.ts'

/**
 * What leads from one definition of a constraint to another without dropping it: that its rows are checked now, that
 * its comment is another. `undefined` where the database has no way.
 */
export function constraintAlteration(
  table: TableName,
  was: Constraint,
  now: Constraint,
  dialect: DialectName,
): readonly Operation[] | undefined {
  const { name } = now
  if (dialect !== 'postgres' || name === undefined) return undefined
  if (isNotValid(now) && !isNotValid(was)) return undefined
  if (!isSame(lasting(was), lasting(now))) return undefined
  return [
    ...validation(table, name, was, now),
    ...commentChange({ type: 'constraint', name, table }, was, now),
  ]
}

/** What can't be altered. */
function lasting(constraint: Constraint): object {
  const { comment: _, notValid: __, ...rest } = { notValid: undefined, ...constraint }
  return rest
}

function isNotValid(constraint: Constraint): boolean {
  return 'notValid' in constraint && constraint.notValid === true
}

function validation(table: TableName, name: string, was: Constraint, now: Constraint): readonly Operation[] {
  if (!isNotValid(was) || isNotValid(now)) return []
  if (was.kind !== 'check' && was.kind !== 'foreignKey') return []
  return [{ kind: 'validateConstraint', table, name, was }]
}
