import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const numberedColumnRewritesTable: Rule = {
  code: 'numbered-column-rewrites-table',
  level: 'error',
  servers: ['postgres'],
  title: 'every row is numbered at once',
  reason:
    'A new serial or identity column gets a number in every row: the whole table is written anew under an ACCESS EXCLUSIVE lock.',
  safe: 'a nullable column that is filled by op.backfill, its sequence and its default by op.alterColumn',
  bySize: true,
  find({ step }) {
    if (step.kind !== 'addColumn') return undefined
    const { name, identity, serial } = step.column
    if (identity === undefined && !serial) return undefined
    return {
      message: `${name} numbers every row: ${named(step.table)} is written anew while nobody can read or write it`,
    }
  },
}
