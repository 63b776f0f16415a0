import { current as currentRevisions } from '../graph/history.ts'
import { planUpgrade } from '../graph/plan-upgrade.ts'
import type { Heads } from '../graph/revision.ts'
import { readUnfinished } from '../runtime/log/unfinished-steps.ts'
import { TsmigError } from '../support/errors.ts'
import { inDatabase } from './database/error.ts'
import { readDatabases } from './database/settings.ts'
import { type Database, withDatabase } from './database.ts'
import { unknownRevision, unknownRows } from './known-rows.ts'
import { openProject, type Project } from './open.ts'
import type { CommandOptions } from './options.ts'
import { type CutOffStep, cutOff } from './repair.ts'
import { type EditedRevision, editedRevisions } from './revisions/edited-revisions.ts'
import { type RevisionView, viewRevisions } from './revisions/view.ts'

/** Where a database stands, and what there is to do or to know. */
export interface StatusReport {
  /** Its name, where the project has several. */
  readonly database?: string
  /** Where it is, without the password. */
  readonly url: string
  readonly current: readonly RevisionView[]
  /** What `upgrade heads` would apply, in its order. */
  readonly pending: readonly RevisionView[]
  /** Applied revisions whose files say something else now. */
  readonly edited: readonly EditedRevision[]
  /** Steps that were cut off half-way. */
  readonly unfinished: readonly CutOffStep[]
  /** Rows that no revision file has. */
  readonly unknown: readonly string[]
  /** What to do about them. */
  readonly problem?: TsmigError
}

/** Where the project's databases stand. Makes nothing. */
export async function status(options: CommandOptions = {}): Promise<readonly StatusReport[]> {
  const project = await openProject(options)
  const databases = await readDatabases(project)
  const reports: StatusReport[] = []
  for (const settings of databases) {
    const { name } = settings
    const report = await inDatabase(settings, databases, () =>
      withDatabase(settings, { create: false }, (database) => statusOf(project, database)),
    )
    reports.push({ ...(name !== undefined && { database: name }), ...report })
  }
  return reports
}

async function statusOf(project: Project, database: Database): Promise<StatusReport> {
  const heads = await database.readHeads()
  const unknown = unknownRows(project, heads)
  const known = heads.filter((id) => !unknown.includes(id))
  const current = currentRevisions(project.graph, known)
  const pending =
    unknown.length > 0
      ? []
      : planUpgrade(project.graph, 'heads', heads).steps.flatMap(({ revision }) => revision ?? [])
  const logged = await readLog(project, database, heads)
  return {
    url: database.session.display,
    current: viewRevisions(project, current),
    pending: viewRevisions(project, pending),
    ...logged,
    unknown,
    ...(unknown.length > 0 && { problem: unknownRevision(unknown, database) }),
  }
}

/** What the log tells; nothing where it can't be read, which is said. */
async function readLog(
  project: Project,
  database: Database,
  heads: Heads,
): Promise<Pick<StatusReport, 'edited' | 'unfinished'>> {
  try {
    const unfinished = (await readUnfinished(database.read, database.logTable)).map(cutOff)
    return { unfinished, edited: await editedRevisions(project, database, heads) }
  } catch (error) {
    if (!(error instanceof TsmigError && error.code === 'unreadable-log')) throw error
    const what = 'what was edited or cut off is not told'
    database.settings.reporter.warning(`${error.message}; ${what}. ${error.hint}`)
    return { unfinished: [], edited: [] }
  }
}
