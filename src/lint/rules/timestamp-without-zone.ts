import { named } from '../../operations/describe.ts'
import { columnsMade } from '../columns-of.ts'
import type { Rule } from '../rule.ts'

export const timestampWithoutZone: Rule = {
  code: 'timestamp-without-zone',
  level: 'warning',
  servers: ['postgres'],
  title: 'a point in time is kept without its zone',
  reason:
    'timestamp keeps what the clock on the wall said, and forgets where the wall was: two sessions of different zones read different times.',
  safe: 't.timestamptz()',
  alsoNew: true,
  fixes: true,
  find({ step }) {
    return columnsMade(step).flatMap(({ table, column: { name, type } }) => {
      if (type.type !== 'timestamp' || type.withTimeZone) return []
      return {
        message: `${named(table)}.${name} forgets its time zone`,
        ...(type.precision === undefined && {
          fix: { type: { column: name, from: 'timestamp', to: 'timestamptz' } },
        }),
      }
    })
  },
}
