import { named } from '../../operations/describe.ts'
import { constraintInWords } from '../constraints-of.ts'
import type { Rule } from '../rule.ts'
import { validatedFix } from '../validated-fix.ts'

export const checkChecksRows: Rule = {
  code: 'check-checks-rows',
  level: 'error',
  servers: ['postgres'],
  title: 'a check is added and all rows are checked at once',
  reason: 'ADD CHECK holds an ACCESS EXCLUSIVE lock while it reads every row: readers and writers wait.',
  safe: 'op.createCheckConstraint(…, { notValid: true }), then op.outsideTransaction(() => op.validateConstraint(name, table))',
  bySize: true,
  fixes: true,
  find({ step }, { schema }) {
    if (step.kind !== 'addConstraint' || step.constraint.kind !== 'check') return undefined
    const { table, constraint } = step
    if (constraint.notValid || constraint.notEnforced || schema.isNew(table)) return undefined
    return {
      message: `adding ${constraintInWords(constraint)} checks all rows while nobody can read or write ${named(table)}`,
      ...validatedFix(constraint.name, table),
    }
  },
}
