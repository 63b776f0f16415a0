import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { isSince } from '../server.ts'

export const detachPartitionLocks: Rule = {
  code: 'detach-partition-locks',
  level: 'warning',
  servers: ['postgres'],
  title: 'a partition is detached while nobody can read or write',
  reason:
    'DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the whole partitioned table; since PostgreSQL 14 it can do without.',
  safe: "op.outsideTransaction(() => op.detachPartition('measure', 'measure_2020', { concurrently: true }))",
  fixes: true,
  find({ step }, { server }) {
    if (step.kind !== 'detachPartition' || step.concurrently || !isSince(server, 14)) return undefined
    return {
      message: `nobody can read or write ${named(step.table)} meanwhile`,
      fix: { options: { concurrently: 'true' }, outside: true },
    }
  },
}
