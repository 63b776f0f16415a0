import { named } from '../../operations/describe.ts'
import { copies, tableOfStep } from '../mysql-algorithms.ts'
import type { Rule } from '../rule.ts'

export const tableCopied: Rule = {
  code: 'table-copied',
  level: 'error',
  servers: ['mysql', 'mariadb'],
  title: 'the table is written anew while nobody can write',
  reason:
    'A change that MySQL and MariaDB can not do in place (ALGORITHM=COPY), or not without a lock (LOCK=SHARED), writes the table row by row, and inserts, updates and deletes wait.',
  safe: 'a new column filled by op.backfill; or gh-ost, pt-online-schema-change',
  bySize: true,
  find({ step }, { schema, server }) {
    const what = copies(step, schema, server)
    const table = what === undefined ? undefined : tableOfStep(step)
    if (what === undefined || table === undefined) return undefined
    return { message: `${what}: ${named(table)} is written anew while writers wait` }
  },
}
