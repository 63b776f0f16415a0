import { current, history as historyOf } from '../graph/history.ts'
import type { GraphWarning } from '../graph/revision.ts'
import { withoutSignedLabels } from '../graph/signed-labels.ts'
import { headsOfDatabases } from './heads-of-databases.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'
import { type RevisionView, viewRevisions } from './revisions/view.ts'

export interface HistoryOptions extends CommandOptions {
  /** `start:end`, either end left out; `current` and `-3` count from the database. All, unless given. */
  readonly range?: string
  /** Ask the database which revisions are current. */
  readonly indicateCurrent?: boolean
}

/** The revisions of a range, newest first. */
export async function history(options: HistoryOptions = {}): Promise<readonly RevisionView[]> {
  const project = await openProject(options)
  const range = options.range === undefined ? undefined : withoutSignedLabels(project.graph, options.range)
  const asksDatabase = options.indicateCurrent === true || range?.split(':').includes('current') === true
  const heads = asksDatabase ? await headsOfDatabases(project) : []
  const warnings: GraphWarning[] = []
  const revisions = historyOf(project.graph, range, heads, warnings)
  for (const { message } of warnings) project.reporter.warning(message)
  const marked = options.indicateCurrent ? current(project.graph, heads).map(({ id }) => id) : []
  return viewRevisions(project, revisions, new Set(marked))
}
