import { named } from '../../operations/describe.ts'
import { columnsMade } from '../columns-of.ts'
import type { Rule } from '../rule.ts'

export const varcharLimit: Rule = {
  code: 'varchar-limit',
  level: 'note',
  servers: ['postgres'],
  title: 'a text has a limit in its type',
  reason:
    'PostgreSQL keeps text and varchar alike; a limit in the type is changed only with a lock, and downwards only by writing the table anew.',
  safe: 't.text(), with a check on its length where there is a limit',
  alsoNew: true,
  find({ step }) {
    return columnsMade(step).flatMap(({ table, column: { name, type } }) =>
      type.type !== 'varchar' || type.length === undefined
        ? []
        : { message: `${named(table)}.${name} is limited to ${type.length} characters by its type` },
    )
  },
}
