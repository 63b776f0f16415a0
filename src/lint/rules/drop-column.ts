import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const dropColumn: Rule = {
  code: 'drop-column',
  level: 'warning',
  servers: allServers,
  title: 'a column goes that the running code may use',
  reason:
    'While the new code is rolled out, the old one still reads and writes the column, and fails; its values are lost.',
  safe: "code that doesn't use it first, then a revision with `export const phase = 'contract'`",
  find({ step }, { revision }) {
    if (step.kind !== 'dropColumn' || revision.phase === 'contract') return undefined
    return {
      message: `code that still uses ${named(step.table)}.${step.column} fails, and its values are lost`,
    }
  },
}
