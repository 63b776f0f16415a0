import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const attachPartitionScans: Rule = {
  code: 'attach-partition-scans',
  level: 'warning',
  servers: ['postgres'],
  title: 'a partition is attached and all its rows are checked',
  reason:
    'ATTACH PARTITION holds an ACCESS EXCLUSIVE lock on the partition while it reads every row, unless a valid CHECK says that they fit; the default partition is read as well.',
  safe: 'a CHECK of the same bounds on the partition first, with notValid and op.validateConstraint',
  alsoNew: true,
  find({ step }, { schema }) {
    if (step.kind !== 'attachPartition' || schema.isNew(step.partition)) return undefined
    if (schema.find(step.partition)?.constraints.some(({ kind }) => kind === 'check')) return undefined
    return { message: `all rows of ${named(step.partition)} are checked while nobody can read or write it` }
  },
}
