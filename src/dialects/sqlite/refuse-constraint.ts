import type { Constraint } from '../../schema/model.ts'
import { UnsupportedOperationError } from '../errors.ts'
import type { SqliteConstraint } from './definition.ts'

/** Throws an `UnsupportedOperationError` for what constraints of other databases have and SQLite's have not. */
export function refuseForeignConstraint(constraint: Constraint): asserts constraint is SqliteConstraint {
  switch (constraint.kind) {
    case 'primaryKey':
      refuseInclude(constraint)
      refuseOverlaps(constraint)
      return refuseDeferral(constraint, 'primary key')
    case 'unique':
      refuseInclude(constraint)
      refuseOverlaps(constraint)
      if (constraint.nullsNotDistinct) {
        throw unsupported(
          `takes any two NULLs for different, and ${titleOf(constraint)} asks for nullsNotDistinct`,
          "Leave it out; a unique index over an expression such as coalesce(a, '') comes near.",
        )
      }
      return refuseDeferral(constraint, 'unique constraint')
    case 'check':
      if (constraint.notValid) throw notValid(constraint)
      if (constraint.noInherit) {
        throw unsupported(
          `has no inheritance, and ${titleOf(constraint)} asks for noInherit`,
          'Leave noInherit out.',
        )
      }
      if (!constraint.notEnforced) return
      throw unsupported(
        `enforces every check, and ${titleOf(constraint)} asks for notEnforced`,
        'Leave the check out, or let it be enforced.',
      )
    case 'foreignKey':
      if (constraint.notValid) throw notValid(constraint)
      if (constraint.period) {
        throw unsupported(`has no ranges, and ${titleOf(constraint)} asks for period`, 'Leave period out.')
      }
      if (!constraint.notEnforced) return
      throw unsupported(
        `enforces every foreign key or none, and ${titleOf(constraint)} asks for notEnforced`,
        'Leave the foreign key out, or let it be enforced.',
      )
    case 'exclude':
      throw unsupported(
        `has no exclusion constraints, which ${titleOf(constraint)} is`,
        'Use a unique constraint where equality is meant, or a trigger that raises an error.',
      )
    default:
      return constraint satisfies never
  }
}

/** A constraint as messages call it. */
export function titleOf(constraint: Constraint): string {
  if (constraint.name !== undefined) return `"${constraint.name}"`
  if (constraint.kind === 'check') return `the check (${constraint.expression})`
  if (constraint.kind === 'exclude') return 'one without a name'
  return `that on ${constraint.columns.map((column) => `"${column}"`).join(', ')}`
}

function refuseInclude(constraint: Extract<Constraint, { kind: 'primaryKey' | 'unique' }>): void {
  if (constraint.include === undefined || constraint.include.length === 0) return
  throw unsupported(
    `stores no columns beside a key, and ${titleOf(constraint)} asks for include`,
    'Leave include out, or create an index over all of the columns.',
  )
}

function refuseOverlaps(constraint: Extract<Constraint, { kind: 'primaryKey' | 'unique' }>): void {
  if (!constraint.withoutOverlaps) return
  throw unsupported(
    `has no ranges, and ${titleOf(constraint)} asks for withoutOverlaps`,
    'Leave it out, and let a trigger refuse what overlaps.',
  )
}

function refuseDeferral(
  constraint: Extract<Constraint, { kind: 'primaryKey' | 'unique' }>,
  kind: string,
): void {
  if (!constraint.deferral?.deferrable) return
  throw unsupported(
    `checks a ${kind} at once, and ${titleOf(constraint)} is to be deferrable`,
    'Leave deferrable out; only foreign keys can be deferred.',
  )
}

function notValid(constraint: Constraint): UnsupportedOperationError {
  return unsupported(
    `checks every row when a table is rebuilt, and ${titleOf(constraint)} asks for notValid`,
    'Leave notValid out, and mend the rows that break it first.',
  )
}

function unsupported(what: string, hint: string): UnsupportedOperationError {
  return new UnsupportedOperationError('sqlite', what, hint)
}
