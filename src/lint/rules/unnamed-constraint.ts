import { named } from '../../operations/describe.ts'
import { constraintInWords } from '../constraints-of.ts'
import type { Rule } from '../rule.ts'

export const unnamedConstraint: Rule = {
  code: 'unnamed-constraint',
  level: 'note',
  servers: ['postgres', 'mysql', 'mariadb'],
  title: 'a constraint has no name',
  reason: 'The server picks one, which a later revision has to guess.',
  safe: 'a name, or a naming convention in the env file',
  alsoNew: true,
  find({ step }) {
    if (step.kind !== 'addConstraint' || step.constraint.name !== undefined) return undefined
    return { message: `${constraintInWords(step.constraint)} of ${named(step.table)} has no name` }
  },
}
