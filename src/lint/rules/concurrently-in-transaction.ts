import type { Rule } from '../rule.ts'

export const concurrentlyInTransaction: Rule = {
  code: 'concurrently-in-transaction',
  level: 'error',
  servers: ['postgres'],
  title: 'CONCURRENTLY stands in a transaction',
  reason: 'CREATE INDEX CONCURRENTLY and its like refuse to run in a transaction: the revision fails.',
  safe: 'op.outsideTransaction(() => …) around the call; in an SQL file, "-- Transaction: off" in the header',
  alsoNew: true,
  fixes: true,
  find({ step, transaction }) {
    if (transaction === undefined || !('concurrently' in step) || step.concurrently !== true) return undefined
    // A view is refreshed concurrently in a transaction, too.
    if (step.kind === 'refreshView') return undefined
    return {
      message: 'CONCURRENTLY is refused in a transaction, and the revision fails',
      fix: { outside: true },
    }
  },
}
