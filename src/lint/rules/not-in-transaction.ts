import type { Rule } from '../rule.ts'
import { sqlWords } from '../sql-text.ts'

export const notInTransaction: Rule = {
  code: 'not-in-transaction',
  level: 'error',
  servers: ['postgres'],
  title: 'a statement stands in a transaction that refuses it',
  reason:
    'VACUUM, CREATE DATABASE, ALTER SYSTEM and the like refuse to run in a transaction: the revision fails.',
  safe: 'op.outsideTransaction(() => op.execute(…)); in an SQL file, "-- Transaction: off" in the header',
  alsoNew: true,
  find({ step, transaction }) {
    if (step.kind !== 'execute' || transaction === undefined) return undefined
    const [words] =
      /^(?:VACUUM|CREATE DATABASE|DROP DATABASE|ALTER SYSTEM|CREATE TABLESPACE|DROP TABLESPACE|REINDEX (?:DATABASE|SYSTEM))\b/.exec(
        sqlWords(step.sql),
      ) ?? []
    return words === undefined
      ? undefined
      : { message: `${words} is refused in a transaction, and the revision fails` }
  },
}
