import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const indexLocksWriters: Rule = {
  code: 'index-locks-writers',
  level: 'warning',
  servers: ['mysql', 'mariadb'],
  title: 'an index is built while nobody can write',
  reason: 'FULLTEXT and SPATIAL indexes are built with a shared lock: inserts, updates and deletes wait.',
  safe: 'a quiet time, or a search engine of its own',
  bySize: true,
  find({ step }) {
    if (step.kind !== 'createIndex') return undefined
    const { method, name } = step.index
    if (method !== 'fulltext' && method !== 'spatial') return undefined
    return { message: `building ${name} keeps writers of ${named(step.table)} waiting` }
  },
}
