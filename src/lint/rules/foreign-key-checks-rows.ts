import { named } from '../../operations/describe.ts'
import { constraintInWords, constraintsMade } from '../constraints-of.ts'
import type { Rule } from '../rule.ts'
import { validatedFix } from '../validated-fix.ts'

export const foreignKeyChecksRows: Rule = {
  code: 'foreign-key-checks-rows',
  level: 'error',
  servers: ['postgres'],
  title: 'a foreign key is added and all rows are checked at once',
  reason:
    'ADD FOREIGN KEY holds SHARE ROW EXCLUSIVE locks on both tables while it reads every row: writers of both wait.',
  safe: 'op.createForeignKey(…, { notValid: true }), then op.outsideTransaction(() => op.validateConstraint(name, table))',
  bySize: true,
  fixes: true,
  find({ step }, { schema }) {
    for (const { table, constraint } of constraintsMade(step)) {
      if (constraint.kind !== 'foreignKey' || constraint.notValid || constraint.notEnforced) continue
      if (step.kind === 'createTable' || schema.isNew(table)) continue
      // A column that is just made holds nothing but its default.
      if (step.kind === 'addColumn' && step.column.default === undefined) continue
      const to = constraint.references.table
      return {
        message: `adding ${constraintInWords(constraint)} checks all rows while writers of ${named(table)} and ${named(to)} wait`,
        ...(step.kind === 'addConstraint' && validatedFix(constraint.name, table)),
      }
    }
    return undefined
  },
}
