import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const renameTable: Rule = {
  code: 'rename-table',
  level: 'warning',
  servers: allServers,
  title: 'a table is renamed under the running code',
  reason:
    'From one moment to the next the old code finds no such table; the new code, before it, none either.',
  safe: 'a view of the old name, dropped by a later revision; or the old name for good',
  find({ step }, { revision, final }) {
    if (step.kind !== 'renameTable') return undefined
    const hasView = revision.entries.some(
      ({ step: other }) =>
        other.kind === 'createObject' &&
        other.object.type === 'view' &&
        other.object.name === step.table.name,
    )
    if (hasView || final.isNew({ ...step.table, name: step.to })) return undefined
    return { message: `code that still uses ${named(step.table)} fails` }
  },
}
