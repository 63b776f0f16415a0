import type { Rule } from '../rule.ts'

export const validatedInSameTransaction: Rule = {
  code: 'validated-in-same-transaction',
  level: 'warning',
  servers: ['postgres'],
  title: 'a constraint is validated in the transaction that adds it',
  reason:
    'The lock of the ADD CONSTRAINT is held to the end of the transaction, so the validation reads all rows while others wait, as if NOT VALID were not there.',
  safe: 'op.outsideTransaction(() => op.validateConstraint(name, table)), or a revision of its own',
  bySize: true,
  fixes: true,
  find({ step, transaction }, { revision }) {
    if (step.kind !== 'validateConstraint' || transaction === undefined) return undefined
    const added = revision.entries.some(
      (one) =>
        one.transaction === transaction &&
        one.step.kind === 'addConstraint' &&
        one.step.constraint.name === step.name,
    )
    if (!added) return undefined
    return {
      message: `${step.name} is validated in the transaction that adds it: its lock is held while all rows are read`,
      fix: { outside: true },
    }
  },
}
