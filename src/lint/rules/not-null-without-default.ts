import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const notNullWithoutDefault: Rule = {
  code: 'not-null-without-default',
  level: 'error',
  servers: allServers,
  title: 'a column that must have a value is added to rows that have none',
  reason:
    'PostgreSQL and SQLite refuse it as soon as the table has a row; MySQL and MariaDB put an empty value into every row. The running code, which does not write the column, fails on every insert.',
  safe: 'a default, or a nullable column that is filled (op.backfill) and made NOT NULL later (op.setNotNull)',
  find({ step }) {
    if (step.kind !== 'addColumn') return undefined
    const { name, nullable, default: value, identity, serial, generated } = step.column
    if (nullable || identity !== undefined || serial || generated !== undefined) return undefined
    if (value !== undefined && value !== null) return undefined
    return {
      message: `${named(step.table)}.${name} must have a value, and the rows that are there have none`,
    }
  },
}
