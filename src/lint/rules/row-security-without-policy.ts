import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const rowSecurityWithoutPolicy: Rule = {
  code: 'row-security-without-policy',
  level: 'warning',
  servers: ['postgres'],
  title: 'row security is switched on and no policy is made',
  reason: 'Without a policy, nobody but the owner sees a row: the running code finds its tables empty.',
  safe: 'op.createPolicy first, in the same transaction',
  find({ step }, { revision }) {
    if (step.kind !== 'setRowSecurity' || !step.enabled) return undefined
    const hasPolicy = revision.entries.some(
      ({ step: other }) =>
        other.kind === 'createObject' &&
        other.object.type === 'policy' &&
        other.object.table.name === step.table.name,
    )
    if (hasPolicy) return undefined
    return { message: `nobody but its owner sees a row of ${named(step.table)} before it has a policy` }
  },
}
