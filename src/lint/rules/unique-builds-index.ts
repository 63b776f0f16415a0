import { named } from '../../operations/describe.ts'
import { constraintInWords, constraintsMade } from '../constraints-of.ts'
import type { Rule } from '../rule.ts'

export const uniqueBuildsIndex: Rule = {
  code: 'unique-builds-index',
  level: 'error',
  servers: ['postgres'],
  title: 'a unique constraint builds its index while nobody can read or write',
  reason: 'ADD UNIQUE holds an ACCESS EXCLUSIVE lock until its index is built.',
  safe: "op.outsideTransaction(() => op.createIndex('uq', 'product', 'name', { unique: true, concurrently: true })), then op.execute('ALTER TABLE product ADD CONSTRAINT uq UNIQUE USING INDEX uq')",
  bySize: true,
  find({ step }, { schema }) {
    for (const { table, constraint } of constraintsMade(step)) {
      if (constraint.kind !== 'unique' || step.kind === 'createTable' || schema.isNew(table)) continue
      return {
        message: `${constraintInWords(constraint)} builds an index while nobody can read or write ${named(table)}`,
      }
    }
    return undefined
  },
}
