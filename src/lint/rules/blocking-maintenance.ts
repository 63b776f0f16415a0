import type { Rule } from '../rule.ts'
import { sqlWords } from '../sql-text.ts'

export const blockingMaintenance: Rule = {
  code: 'blocking-maintenance',
  level: 'error',
  servers: ['postgres'],
  title: 'a table is put in order while nobody can work with it',
  reason:
    'VACUUM FULL and CLUSTER write the table anew under an ACCESS EXCLUSIVE lock; REINDEX without CONCURRENTLY keeps writers, and readers of the index, waiting; LOCK TABLE holds others off on purpose.',
  safe: 'REINDEX … CONCURRENTLY outside the transaction; pg_repack; nothing at all in a migration',
  find({ step }) {
    if (step.kind !== 'execute') return undefined
    const words = sqlWords(step.sql)
    const [found] =
      /^(?:VACUUM (?:\(.*\bFULL\b.*\)|FULL)|CLUSTER|LOCK TABLE|LOCK|REINDEX)(?= |$)/.exec(words) ?? []
    if (found === undefined || /^REINDEX .*\bCONCURRENTLY\b/.test(words)) return undefined
    return { message: `${found} keeps others away from the table while it lasts` }
  },
}
