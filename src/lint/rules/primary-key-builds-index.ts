import { named } from '../../operations/describe.ts'
import { constraintsMade } from '../constraints-of.ts'
import type { Rule } from '../rule.ts'

export const primaryKeyBuildsIndex: Rule = {
  code: 'primary-key-builds-index',
  level: 'error',
  servers: ['postgres'],
  title: 'a primary key builds its index while nobody can read or write',
  reason:
    'ADD PRIMARY KEY holds an ACCESS EXCLUSIVE lock until its index is built, and checks every row where a column may be NULL.',
  safe: "op.outsideTransaction(() => op.createIndex('pk', 'product', 'id', { unique: true, concurrently: true })), then op.execute('ALTER TABLE product ADD CONSTRAINT pk PRIMARY KEY USING INDEX pk')",
  bySize: true,
  find({ step }, { schema }) {
    for (const { table, constraint } of constraintsMade(step)) {
      if (constraint.kind !== 'primaryKey' || step.kind === 'createTable' || schema.isNew(table)) continue
      return { message: `the primary key builds an index while nobody can read or write ${named(table)}` }
    }
    return undefined
  },
}
