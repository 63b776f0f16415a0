import { named } from '../../operations/describe.ts'
import { copies, rebuildsInPlace, tableOfStep } from '../mysql-algorithms.ts'
import type { Rule } from '../rule.ts'

export const tableRebuilt: Rule = {
  code: 'table-rebuilt',
  level: 'warning',
  servers: ['mysql', 'mariadb'],
  title: 'the table is built anew, while it can be read and written',
  reason:
    'A change in place that rebuilds the table (ALGORITHM=INPLACE) takes as long and as much room as a copy, and replicas fall behind by as much.',
  safe: 'a quiet time; or gh-ost, pt-online-schema-change',
  bySize: true,
  find({ step }, { schema, server }) {
    const what = copies(step, schema, server) === undefined ? rebuildsInPlace(step, server) : undefined
    const table = what === undefined ? undefined : tableOfStep(step)
    if (what === undefined || table === undefined) return undefined
    return { message: `${what}: ${named(table)} is built anew` }
  },
}
