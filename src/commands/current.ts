import { checkHeads, current as currentRevisions } from '../graph/history.ts'
import { TsmigError } from '../support/errors.ts'
import { DatabaseError } from './database/error.ts'
import { type DatabaseSettings, readDatabases } from './database/settings.ts'
import { withDatabase } from './database.ts'
import { unknownRevision, unknownRows } from './known-rows.ts'
import { openProject, type Project } from './open.ts'
import type { CommandOptions } from './options.ts'
import { type RevisionView, viewRevisions } from './revisions/view.ts'

export interface CurrentOptions extends CommandOptions {
  /** Throw `not-at-head` unless the database is at all heads. */
  readonly checkHeads?: boolean
}

/** Where a database stands. */
export interface CurrentReport {
  /** Branches included that are there only because something depends on them. */
  readonly revisions: readonly RevisionView[]
  /** Rows that no revision file has, and what to do about them. */
  readonly unknown: readonly string[]
  readonly problem?: TsmigError
  /** The database, without its password. */
  readonly database: string
  /** Of each by itself, where several were asked: what stands beside it is that of all together. */
  readonly databases?: readonly NamedCurrentReport[]
}

/** Where one of several databases stands. */
export interface NamedCurrentReport extends CurrentReport {
  readonly name: string
}

/** Where the database stands, or each of several. Makes nothing. */
export async function current(options: CurrentOptions = {}): Promise<CurrentReport> {
  const project = await openProject(options)
  const databases = await readDatabases(project)
  const reports: NamedCurrentReport[] = []
  const behind: DatabaseError[] = []
  for (const settings of databases) {
    const { name = '' } = settings
    try {
      reports.push({ name, ...(await currentOf(project, settings, options)) })
    } catch (cause) {
      if (databases.length === 1) throw cause
      const failure = new DatabaseError(name, cause)
      if (failure.code !== 'not-at-head') throw failure
      behind.push(failure)
    }
  }
  if (behind.length > 0) throw allBehind(behind)
  return together(reports)
}

function currentOf(
  project: Project,
  settings: DatabaseSettings,
  options: CurrentOptions,
): Promise<CurrentReport> {
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

function allBehind(behind: readonly DatabaseError[]): TsmigError {
  const [first, ...more] = behind
  if (first !== undefined && more.length === 0) return first
  const lines = behind.map(({ message }) => `  ${message}`).join('\n')
  return new TsmigError('not-at-head', `databases are not at the heads:\n${lines}`, first?.hint ?? '')
}

function together(reports: readonly NamedCurrentReport[]): CurrentReport {
  const [first, ...more] = reports
  if (first !== undefined && more.length === 0) {
    const { name: _, ...report } = first
    return report
  }
  const failed = reports.find(({ problem }) => problem !== undefined)
  const revisions = new Map(reports.flatMap((report) => report.revisions.map((view) => [view.id, view])))
  return {
    revisions: [...revisions.values()],
    unknown: [...new Set(reports.flatMap(({ unknown }) => unknown))],
    ...(failed !== undefined && { problem: new DatabaseError(failed.name, failed.problem) }),
    database: reports.map(({ database }) => database).join(', '),
    databases: reports,
  }
}
