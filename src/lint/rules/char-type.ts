import { named } from '../../operations/describe.ts'
import { columnsMade } from '../columns-of.ts'
import type { Rule } from '../rule.ts'

export const charType: Rule = {
  code: 'char-type',
  level: 'note',
  servers: ['postgres'],
  title: 'a text is filled up with blanks',
  reason: 'char(n) fills values up with blanks, saves nothing, and compares in ways of its own.',
  safe: 't.text()',
  alsoNew: true,
  find({ step }) {
    return columnsMade(step).flatMap(({ table, column: { name, type } }) =>
      type.type !== 'char' || (type.length ?? 1) < 2
        ? []
        : {
            message: `${named(table)}.${name} is filled up with blanks`,
          },
    )
  },
}
