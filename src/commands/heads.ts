import { headsOf } from '../graph/history.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'
import { type RevisionView, viewRevisions } from './revisions/view.ts'

export interface HeadsOptions extends CommandOptions {
  /** Leave out heads that another branch depends on. */
  readonly resolveDependencies?: boolean
}

/** The revisions that no other builds on. Connects to nothing. */
export async function heads(options: HeadsOptions = {}): Promise<readonly RevisionView[]> {
  const project = await openProject(options)
  const resolveDependencies = options.resolveDependencies ?? false
  return viewRevisions(project, headsOf(project.graph, { resolveDependencies }))
}
