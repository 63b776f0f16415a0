import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'
import { narrows, typeInWords } from '../type-changes.ts'

export const typeNarrowed: Rule = {
  code: 'type-narrowed',
  level: 'warning',
  servers: allServers,
  title: 'a type has no room for values that may be there',
  reason:
    'A value that does not fit makes the change fail, or is cut off where the server is not strict; the running code goes on writing such values.',
  safe: 'a check that is validated first, or a new column',
  find({ step }, { schema }) {
    if (step.kind !== 'alterColumn' || step.to.type === undefined) return undefined
    const before = step.existing?.type ?? schema.column(step.table, step.column)?.type
    if (before === undefined || !narrows(before, step.to.type)) return undefined
    return {
      message: `not every ${typeInWords(before)} of ${named(step.table)}.${step.column} is a ${typeInWords(step.to.type)}`,
    }
  },
}
