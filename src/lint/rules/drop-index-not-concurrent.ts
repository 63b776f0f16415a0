import type { Rule } from '../rule.ts'

export const dropIndexNotConcurrent: Rule = {
  code: 'drop-index-not-concurrent',
  level: 'warning',
  servers: ['postgres'],
  title: 'an index goes while nobody can read or write',
  reason:
    'DROP INDEX takes an ACCESS EXCLUSIVE lock on the table: it waits for every query that runs, and every query waits behind it.',
  safe: "op.outsideTransaction(() => op.dropIndex('ix', { concurrently: true }))",
  fixes: true,
  find({ step }, { schema }) {
    if (step.kind !== 'dropIndex' || step.concurrently) return undefined
    if (schema.isNewIndex(step.name)) return undefined
    return {
      message: `dropping ${step.name} waits for every query on its table, and all others wait behind it`,
      fix: { options: { concurrently: 'true' }, outside: true },
    }
  },
}
