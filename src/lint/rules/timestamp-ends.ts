import { named } from '../../operations/describe.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import { columnsMade } from '../columns-of.ts'
import type { Rule } from '../rule.ts'

export const timestampEnds: Rule = {
  code: 'timestamp-ends',
  level: 'note',
  servers: ['mysql', 'mariadb'],
  title: 'a timestamp ends in January 2038',
  reason: 'TIMESTAMP counts seconds in 32 bits (unsigned on MariaDB 11.5 and newer: until 2106).',
  safe: 't.timestamp(), which is DATETIME here',
  alsoNew: true,
  find({ step, fromSql }) {
    return columnsMade(step).flatMap(({ table, column: { name, type } }) =>
      isTimestamp(type, fromSql) ? { message: `${named(table)}.${name} ends in January 2038` } : [],
    )
  },
}

/** What `t` calls a timestamp without zone is DATETIME there. */
function isTimestamp(type: ColumnType, fromSql: boolean): boolean {
  return type.type === 'timestamp' && (fromSql || type.withTimeZone === true)
}
