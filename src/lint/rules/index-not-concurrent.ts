import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const indexNotConcurrent: Rule = {
  code: 'index-not-concurrent',
  level: 'error',
  servers: ['postgres'],
  title: 'an index is built while nobody can write',
  reason:
    'CREATE INDEX holds a SHARE lock on the table until the index is built and the transaction ends: inserts, updates and deletes wait.',
  safe: "op.outsideTransaction(() => op.createIndex('ix', 'product', 'name', { concurrently: true }))",
  bySize: true,
  fixes: true,
  find({ step }) {
    if (step.kind !== 'createIndex' || step.concurrently) return undefined
    return {
      message: `building ${step.index.name} keeps writers of ${named(step.table)} waiting`,
      fix: { options: { concurrently: 'true' }, outside: true },
    }
  },
}
