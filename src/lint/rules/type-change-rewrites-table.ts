import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { keepsValues, typeInWords } from '../type-changes.ts'

export const typeChangeRewritesTable: Rule = {
  code: 'type-change-rewrites-table',
  level: 'error',
  servers: ['postgres'],
  title: 'another type writes the table anew',
  reason:
    'ALTER COLUMN … TYPE writes the whole table and its indexes anew under an ACCESS EXCLUSIVE lock, unless the values are kept as they are: a longer varchar or none at all, text, a numeric with more digits before its point, a longer bit varying.',
  safe: 'a new column of the type, written by code and op.backfill, read by the next release, and the old one dropped after that',
  bySize: true,
  find({ step }, { schema }) {
    if (step.kind !== 'alterColumn' || step.to.type === undefined) return undefined
    const { table, column, to } = step
    const before = step.existing?.type ?? schema.column(table, column)?.type
    if (to.using === undefined && before !== undefined && keepsValues(before, step.to.type)) return undefined
    const from = before === undefined ? '' : ` from ${typeInWords(before)}`
    return {
      message: `${named(table)}.${column} goes${from} to ${typeInWords(step.to.type)}: the table is written anew while nobody can read or write it`,
    }
  },
}
