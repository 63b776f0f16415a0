import { named } from '../../operations/describe.ts'
import { assuresNotNull } from '../assures-not-null.ts'
import { literal } from '../literal.ts'
import type { Rule } from '../rule.ts'

export const notNullChecksRows: Rule = {
  code: 'not-null-checks-rows',
  level: 'error',
  servers: ['postgres'],
  title: 'a column becomes NOT NULL and all rows are checked at once',
  reason:
    'SET NOT NULL holds an ACCESS EXCLUSIVE lock while it reads every row, unless a valid CHECK (column IS NOT NULL) is there.',
  safe: "op.setNotNull('product', 'price')",
  bySize: true,
  fixes: true,
  find({ step }, { schema }) {
    if (step.kind !== 'alterColumn' || step.to.nullable !== false || step.checkedFirst) return undefined
    if (schema.column(step.table, step.column)?.nullable === false) return undefined
    if (schema.find(step.table)?.constraints.some((one) => assuresNotNull(one, step.column))) return undefined
    const others = Object.keys(step.to).length > 1 || step.table.schema !== undefined
    return {
      message: `all rows are checked while nobody can read or write ${named(step.table)}`,
      ...(!others && {
        fix: { call: `op.setNotNull(${literal(step.table.name)}, ${literal(step.column)})` },
      }),
    }
  },
}
