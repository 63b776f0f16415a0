import type { Rule } from '../rule.ts'
import { sqlWords } from '../sql-text.ts'

export const dropCascade: Rule = {
  code: 'drop-cascade',
  level: 'warning',
  servers: ['postgres'],
  title: 'what depends on it goes, too',
  reason: 'CASCADE drops views, foreign keys and whatever else depends on the object, without naming it.',
  safe: 'each dependent object dropped by its name',
  find({ step }) {
    const cascades =
      (step.kind === 'dropObject' && step.cascade && step.object.type !== 'grant') ||
      (step.kind === 'execute' &&
        /^(?:DROP|TRUNCATE|ALTER TABLE .* DROP) .*\bCASCADE\b/.test(sqlWords(step.sql)))
    return cascades ? { message: 'CASCADE takes along what nobody has named' } : undefined
  },
}
