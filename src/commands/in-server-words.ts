import { withRuleNames, withStandingNames } from '../autogenerate/renames/standing-names.ts'
import type { Session } from '../runtime/session.ts'
import { type SchemaSnapshot, sortSnapshot } from '../schema/snapshot.ts'

/**
 * A declared schema in the spelling of the server, beside what stands in the database: constraints that were given no
 * name have that of their like there.
 */
export async function inServerWords(
  { dialect, query }: Pick<Session, 'dialect' | 'query'>,
  declared: SchemaSnapshot,
  database: SchemaSnapshot,
): Promise<SchemaSnapshot> {
  const asked = withRuleNames(declared, dialect.name)
  const settled = (await dialect.settle?.(query, asked, database)) ?? asked
  const sides = { database, declared: settled, written: declared }
  return sortSnapshot(withStandingNames(sides, dialect.name))
}
