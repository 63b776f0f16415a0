import { named } from '../../operations/describe.ts'
import type { Step } from '../entry.ts'
import { locks } from '../locks.ts'
import { type Rule, tableOf } from '../rule.ts'
import { allServers } from '../server.ts'
import { changesRows } from '../sql-text.ts'

export const rowsWithTableChanges: Rule = {
  code: 'rows-with-table-changes',
  level: 'warning',
  servers: allServers,
  title: 'rows are changed in the revision that changes tables',
  reason:
    'The locks of the table changes are held while the rows are changed; where DDL is not taken back, a failure in the middle leaves both halves.',
  safe: 'a revision of its own for the rows, or op.backfill, which commits in between',
  find({ step }, { revision, schema }) {
    const label = labelOf(step)
    if (label === undefined) return undefined
    const at = revision.entries.findIndex((one) => one.step === step)
    const changed = revision.entries.slice(0, at).find((one) => {
      const table = tableOf(one)
      const sameTransaction =
        one.transaction === undefined || one.transaction === revision.entries[at]?.transaction
      return locks(one.step) && sameTransaction && table !== undefined && !schema.isNew(table)
    })
    const table = changed === undefined ? undefined : tableOf(changed)
    if (table === undefined) return undefined
    return { message: `${label} runs while ${named(table)} is locked by what comes before` }
  },
}

function labelOf(step: Step): string | undefined {
  switch (step.kind) {
    case 'code':
      return `"${step.label}"`
    case 'insertRows':
      return `the insert into ${named(step.table)}`
    case 'execute':
      return changesRows(step.sql) ? 'a change of rows' : undefined
    default:
      return undefined
  }
}
