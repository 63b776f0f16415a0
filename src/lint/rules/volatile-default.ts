import { named } from '../../operations/describe.ts'
import { isSql } from '../../schema/values.ts'
import type { Rule } from '../rule.ts'
import { isVolatile } from '../sql-text.ts'

export const volatileDefault: Rule = {
  code: 'volatile-default',
  level: 'error',
  servers: ['postgres'],
  title: 'a default is computed for every row',
  reason:
    'A default that differs from row to row is written into every row: the whole table is written anew under an ACCESS EXCLUSIVE lock.',
  safe: 'op.addColumn without the default, op.alterColumn with it for the rows to come, op.backfill for those that are there',
  bySize: true,
  find({ step }) {
    if (step.kind !== 'addColumn') return undefined
    const { name, default: value } = step.column
    if (!isSql(value) || !isVolatile(value.sql)) return undefined
    return {
      message: `the default of ${name} is computed for each row: ${named(step.table)} is written anew while nobody can read or write it`,
    }
  },
}
