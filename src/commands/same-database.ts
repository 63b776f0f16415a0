import { isDeepStrictEqual } from 'node:util'
import type { ConnectionSource } from '../runtime/connect.ts'
import type { VersionTableSettings } from '../runtime/version-table.ts'
import { TsmigError } from '../support/errors.ts'

interface PlacedDatabase {
  readonly name?: string
  readonly source: ConnectionSource
  readonly versionTable: VersionTableSettings
}

/**
 * Of two names for one version table, the second would find all done that the first did.
 * @throws TsmigError `same-database`.
 */
export function refuseSame(databases: readonly PlacedDatabase[]): void {
  for (const [index, later] of databases.entries()) {
    const earlier = databases.slice(0, index).find((database) => isSame(database, later))
    if (earlier === undefined) continue
    throw new TsmigError(
      'same-database',
      `the databases ${earlier.name} and ${later.name} are one and the same`,
      'Give each a url of its own; in one database, a version_table or version_table_schema of its own.',
    )
  }
}

function isSame(one: PlacedDatabase, other: PlacedDatabase): boolean {
  if (!isDeepStrictEqual(one.versionTable, other.versionTable)) return false
  if (one.source.kind === 'knex') return other.source.kind === 'knex' && one.source.knex === other.source.knex
  return isDeepStrictEqual(one.source, other.source) && !isInMemory(one.source)
}

/** Each connection to a database in memory has one of its own. */
function isInMemory(source: ConnectionSource): boolean {
  if (source.kind === 'knex') return false
  const place = source.kind === 'url' ? source.settings : source.config.connection
  const name = typeof place === 'object' && 'filename' in place ? place.filename : place
  return name === ':memory:'
}
