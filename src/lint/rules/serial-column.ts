import type { Rule } from '../rule.ts'

export const serialColumn: Rule = {
  code: 'serial-column',
  level: 'note',
  servers: ['postgres'],
  title: 'a column is numbered by serial',
  reason:
    'The sequence of a serial column has rights of its own, and can be dropped from under it; an identity column is the standard.',
  safe: 't.bigint().identity()',
  alsoNew: true,
  find({ step }) {
    const columns = step.kind === 'createTable' ? step.table.columns : []
    return columns.flatMap(({ name, serial }) => (serial ? { message: `${name} is numbered by serial` } : []))
  },
}
