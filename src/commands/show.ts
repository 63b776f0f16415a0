import { show as showRevisions } from '../graph/history.ts'
import { headsOfDatabases } from './heads-of-databases.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'
import { requireOptions } from './require-options.ts'
import { type RevisionView, viewRevisions } from './revisions/view.ts'

export interface ShowOptions extends CommandOptions {
  /** An id, the beginning of one, `head`, `label@head`, or `current`. */
  readonly revision: string
}

/** The revisions that a name stands for. */
export async function show(options: ShowOptions): Promise<readonly RevisionView[]> {
  requireOptions('show', options, { revision: 'head' })
  const project = await openProject(options)
  const heads = options.revision === 'current' ? await headsOfDatabases(project) : []
  return viewRevisions(project, showRevisions(project.graph, options.revision, heads))
}
