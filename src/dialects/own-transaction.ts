/** Which statements can stand in a transaction of their own. */
import type { DialectName } from '../schema/dialect-name.ts'
import { SplitError } from './split-errors.ts'
import { splitStatements } from './split-statements.ts'

const rows = ['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'MERGE', 'WITH']
const ddl = ['CREATE', 'ALTER', 'DROP']
const first: Readonly<Record<DialectName, ReadonlySet<string>>> = {
  mysql: new Set(rows),
  sqlite: new Set([...rows, ...ddl]),
  postgres: new Set([...rows, ...ddl, 'COMMENT', 'GRANT', 'REVOKE', 'TRUNCATE']),
}
const wholeServer = new Set(['DATABASE', 'TABLESPACE', 'SUBSCRIPTION', 'SYSTEM'])

/**
 * Whether all that a text does is done, or not done, with a transaction around it, and nothing else would be different.
 * Of what is not known for sure, `false`.
 */
export function takesTransaction(sql: string, dialect: DialectName): boolean {
  if (/\bconcurrently\b/i.test(sql)) return false
  try {
    return splitStatements(sql, dialect).every(({ words }) => {
      const [verb = '', what = ''] = words
      if (!first[dialect].has(verb)) return false
      return !ddl.includes(verb) || !(wholeServer.has(what) || (verb === 'ALTER' && what === 'TYPE'))
    })
  } catch (error) {
    if (error instanceof SplitError) return false
    throw error
  }
}
