import { named } from '../../operations/describe.ts'
import { columnsMade } from '../columns-of.ts'
import type { Rule } from '../rule.ts'

export const moneyType: Rule = {
  code: 'money-type',
  level: 'note',
  servers: ['postgres'],
  title: 'an amount depends on a setting of the server',
  reason:
    'The digits behind the point of a money value are those of lc_monetary, which the next server may have otherwise.',
  safe: 't.numeric(12, 2)',
  alsoNew: true,
  find({ step }) {
    return columnsMade(step).flatMap(({ table, column: { name, type } }) =>
      type.type === 'raw' && type.sql.trim().toLowerCase() === 'money'
        ? { message: `${named(table)}.${name} is read by lc_monetary` }
        : [],
    )
  },
}
