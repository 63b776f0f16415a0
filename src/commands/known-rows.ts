import type { Heads } from '../graph/revision.ts'
import { TsmigError } from '../support/errors.ts'
import type { Database } from './database.ts'
import type { Project } from './open.ts'

/** The rows of the version table that no revision file has. */
export function unknownRows(project: Project, heads: Heads): Heads {
  return heads.filter((id) => project.graph.get(id) === undefined)
}

/** Throws `unknown-database-revision` where the database is at a revision that the files don't have. */
export function requireKnown(project: Project, heads: Heads, database: Database): void {
  const unknown = unknownRows(project, heads)
  if (unknown.length > 0) throw unknownRevision(unknown, database)
}

/** The error for such rows: it names them, and the table and database where they stand. */
export function unknownRevision(unknown: Heads, database: Database): TsmigError {
  const ids = unknown.map((id) => `"${id}"`).join(', ')
  const { table } = database.table
  return new TsmigError(
    'unknown-database-revision',
    `the database is at revision ${ids}, which no revision file has` +
      ` (table ${table.name} of ${database.session.display})`,
    'Check out the code that has this revision, or upgrade from there. If its file is gone for good, ' +
      'take it back with "tsmig downgrade --orphans", or set the table right with "tsmig stamp --purge <revision>".',
  )
}
