import { named } from '../../operations/describe.ts'
import { columnsMade } from '../columns-of.ts'
import type { Rule } from '../rule.ts'

export const jsonType: Rule = {
  code: 'json-type',
  level: 'warning',
  servers: ['postgres'],
  title: 'a json column can not be compared',
  reason:
    'json has no equality: DISTINCT, GROUP BY and UNION over the column fail in the running code; it has no useful index either.',
  safe: 't.jsonb()',
  alsoNew: true,
  fixes: true,
  find({ step }) {
    return columnsMade(step).flatMap(({ table, column: { name, type } }) =>
      type.type !== 'json'
        ? []
        : {
            message: `${named(table)}.${name} has no equality`,
            fix: { type: { column: name, from: 'json', to: 'jsonb' } },
          },
    )
  },
}
