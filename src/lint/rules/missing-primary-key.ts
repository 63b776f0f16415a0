import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const missingPrimaryKey: Rule = {
  code: 'missing-primary-key',
  level: 'warning',
  servers: allServers,
  title: 'a table has no primary key',
  reason:
    'Rows can not be told apart: logical replication refuses updates and deletes, and op.backfill has nothing to go by.',
  safe: 't.bigint().identity().primaryKey()',
  alsoNew: true,
  find({ step }, { final }) {
    if (step.kind !== 'createTable' || step.table.temporary) return undefined
    const { table, columns, constraints, postgres } = step.table
    if (columns.length === 0 || postgres?.partitionOf !== undefined || postgres?.inherits !== undefined)
      return undefined
    const known = final.find(table)
    // It may have been renamed since.
    const later = known?.constraints ?? constraints
    if ([...constraints, ...later].some(({ kind }) => kind === 'primaryKey')) return undefined
    return { message: `${named(table)} has no primary key` }
  },
}
