import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const refreshLocksView: Rule = {
  code: 'refresh-locks-view',
  level: 'warning',
  servers: ['postgres'],
  title: 'a materialized view is filled while nobody can read it',
  reason: 'REFRESH MATERIALIZED VIEW holds an ACCESS EXCLUSIVE lock while the query runs.',
  safe: "op.refreshMaterializedView('sales', { concurrently: true }), for which the view needs a unique index",
  find({ step }) {
    if (step.kind !== 'refreshView' || step.concurrently || step.withoutData) return undefined
    return { message: `nobody can read ${named(step.view)} while its query runs` }
  },
}
