import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const tableOptionsRewriteTable: Rule = {
  code: 'table-options-rewrite-table',
  level: 'error',
  servers: ['postgres'],
  title: 'a setting of the table writes it anew',
  reason:
    'LOGGED, UNLOGGED, another access method and another tablespace copy the whole table under an ACCESS EXCLUSIVE lock.',
  safe: 'a new table that is filled beside the old one, or a time when nobody works with the table',
  bySize: true,
  find({ step }) {
    if (step.kind !== 'alterTableOptions') return undefined
    const { unlogged, accessMethod, tablespace } = step.to.postgres ?? {}
    if (unlogged === undefined && accessMethod === undefined && tablespace === undefined) return undefined
    return { message: `${named(step.table)} is copied as a whole while nobody can read or write it` }
  },
}
