import { named } from '../../operations/describe.ts'
import { type Rule, tableOf } from '../rule.ts'
import { rebuilds } from '../sqlite-rebuilds.ts'

export const sqliteRebuild: Rule = {
  code: 'sqlite-rebuild',
  level: 'warning',
  servers: ['sqlite'],
  title: 'the table is built anew, row by row',
  reason:
    'SQLite can not do it in place: tsmig copies all rows into a new table, and nobody else writes to the file meanwhile.',
  safe: 'op.batch for all changes of one table, and a time when nobody writes',
  bySize: true,
  find(entry, { revision }) {
    const { step } = entry
    const table = tableOf(entry)
    if (table === undefined || !rebuilds(step)) return undefined
    // Of a batch, the first tells for all.
    const first = revision.entries.find((one) => one.place === entry.place && rebuilds(one.step))
    if (entry.batched && first !== entry) return undefined
    return { message: `all rows of ${named(table)} are copied while nobody else can write to the database` }
  },
}
