import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { isSince } from '../server.ts'

export const defaultRewritesTable: Rule = {
  code: 'default-rewrites-table',
  level: 'error',
  servers: ['postgres'],
  title: 'a default is written into every row',
  reason:
    'Before PostgreSQL 11, a new column with a default writes the whole table anew under an ACCESS EXCLUSIVE lock.',
  safe: 'op.addColumn without the default, op.alterColumn with it, op.backfill for the rows that are there',
  bySize: true,
  find({ step }, { server }) {
    if (step.kind !== 'addColumn' || isSince(server, 11)) return undefined
    const { name, default: value } = step.column
    if (value === undefined || value === null) return undefined
    return {
      message: `the default of ${name} is written into every row of ${named(step.table)} while nobody can read or write it`,
    }
  },
}
