import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const renameColumn: Rule = {
  code: 'rename-column',
  level: 'warning',
  servers: allServers,
  title: 'a column is renamed under the running code',
  reason:
    'From one moment to the next the old code finds no such column; the new code, before it, none either.',
  safe: 'a new column, written by code and filled by op.backfill, and the old one dropped later',
  find({ step }) {
    if (step.kind !== 'alterColumn' || step.to.name === undefined || step.to.name === step.column)
      return undefined
    return { message: `code that still uses ${named(step.table)}.${step.column} fails` }
  },
}
