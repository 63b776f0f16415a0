import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const dropPrimaryKey: Rule = {
  code: 'drop-primary-key',
  level: 'warning',
  servers: ['postgres', 'mysql', 'mariadb'],
  title: 'a primary key goes',
  reason:
    'Replication may go by it, and others may refer to it; on MySQL and MariaDB the table is copied while writers wait.',
  safe: 'the new key in the same statement: op.batch',
  bySize: true,
  find({ step }) {
    if (step.kind !== 'dropConstraint' || (step.type ?? step.was?.kind) !== 'primaryKey') return undefined
    return { message: `${named(step.table)} loses its primary key` }
  },
}
