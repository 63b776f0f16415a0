import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'
import { allServers } from '../server.ts'

export const defaultDropped: Rule = {
  code: 'default-dropped',
  level: 'note',
  servers: allServers,
  title: 'a column that must have a value loses its default',
  reason: 'The running code may leave the column out of its inserts, which then fail.',
  safe: 'code that writes the column first',
  find({ step }, { schema }) {
    if (step.kind !== 'alterColumn' || step.to.default !== null) return undefined
    const nullable =
      step.to.nullable ?? step.existing?.nullable ?? schema.column(step.table, step.column)?.nullable
    if (nullable !== false) return undefined
    return { message: `inserts into ${named(step.table)} that leave out ${step.column} fail` }
  },
}
