import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const excludeBuildsIndex: Rule = {
  code: 'exclude-builds-index',
  level: 'warning',
  servers: ['postgres'],
  title: 'an exclusion constraint builds its index while nobody can read or write',
  reason:
    'ADD EXCLUDE holds an ACCESS EXCLUSIVE lock until its index is built; it can be neither NOT VALID nor made of an index that is there.',
  safe: 'a new table that has the constraint from the start, or a time when nobody works with the table',
  bySize: true,
  find({ step }) {
    if (step.kind !== 'addConstraint' || step.constraint.kind !== 'exclude') return undefined
    return { message: `an index is built while nobody can read or write ${named(step.table)}` }
  },
}
