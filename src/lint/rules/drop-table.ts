import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const dropTable: Rule = {
  code: 'drop-table',
  level: 'warning',
  servers: allServers,
  title: 'a table goes that the running code may use',
  reason:
    'While the new code is rolled out, the old one still works with the table, and fails; its rows are lost.',
  safe: "code that doesn't use it first, then a revision with `export const phase = 'contract'`",
  find({ step }, { revision }) {
    if (step.kind !== 'dropTable' || revision.phase === 'contract') return undefined
    return { message: `code that still uses ${named(step.table)} fails, and its rows are lost` }
  },
}
