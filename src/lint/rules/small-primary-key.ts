import { named } from '../../operations/describe.ts'
import type { Rule } from '../rule.ts'

export const smallPrimaryKey: Rule = {
  code: 'small-primary-key',
  level: 'note',
  servers: ['postgres', 'mysql', 'mariadb'],
  title: 'a numbered primary key ends at 2,147,483,647',
  reason:
    'The insert after that fails, and another type then writes the table, and all that refer to it, anew.',
  safe: 't.bigint()',
  alsoNew: true,
  find({ step }) {
    if (step.kind !== 'createTable') return undefined
    const { table, columns, constraints } = step.table
    const key = constraints.find(({ kind }) => kind === 'primaryKey')
    const [name, ...more] = key?.kind === 'primaryKey' ? key.columns : []
    const column = more.length > 0 ? undefined : columns.find((one) => one.name === name)
    if (column === undefined || !['integer', 'smallint'].includes(column.type.type)) return undefined
    return { message: `the numbers of ${named(table)}.${column.name} end with ${column.type.type}` }
  },
}
