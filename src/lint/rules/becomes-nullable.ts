import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const becomesNullable: Rule = {
  code: 'becomes-nullable',
  level: 'note',
  servers: allServers,
  title: 'a column may be NULL from now on',
  reason: 'The running code may not expect to read a NULL there.',
  safe: 'code that copes with NULL first',
  find({ step }) {
    if (step.kind !== 'alterColumn' || step.to.nullable !== true) return undefined
    return { message: `code that reads ${named(step.table)}.${step.column} may meet a NULL` }
  },
}
