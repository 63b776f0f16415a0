import { checkHeads, current as currentRevisions } from '../graph/history.ts'
import type { TsmigError } from '../support/errors.ts'
import { withDatabase } from './database.ts'
import { readSettings } from './database-settings.ts'
import { unknownRevision, unknownRows } from './known-rows.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'
import { type RevisionView, viewRevisions } from './revision-view.ts'

export interface CurrentOptions extends CommandOptions {
  /** Throw `not-at-head` unless the database is at all heads. */
  readonly checkHeads?: boolean
}

export interface CurrentReport {
  /** Where the database stands, branches included that are there only because something depends on them. */
  readonly revisions: readonly RevisionView[]
  /** Rows that no revision file has, and what to do about them. */
  readonly unknown: readonly string[]
  readonly problem?: TsmigError
  /** The database, without its password. */
  readonly database: string
}

/** Where the database stands. Makes nothing. */
export async function current(options: CurrentOptions): Promise<CurrentReport> {
  const project = await openProject(options)
  const settings = await readSettings(project)
  return withDatabase(settings, { create: false }, async (database) => {
    const heads = await database.readHeads()
    const unknown = unknownRows(project, heads)
    const known = heads.filter((id) => !unknown.includes(id))
    if (options.checkHeads && unknown.length === 0) checkHeads(project.graph, heads)
    const revisions = currentRevisions(project.graph, known)
    return {
      revisions: viewRevisions(project, revisions, new Set(revisions.map(({ id }) => id))),
      unknown,
      ...(unknown.length > 0 && { problem: unknownRevision(unknown, database) }),
      database: database.session.display,
    }
  })
}
