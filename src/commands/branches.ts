import { branchPoints } from '../graph/history.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'
import { type RevisionView, viewRevisions } from './revisions/view.ts'

export interface BranchPointView {
  readonly revision: RevisionView
  /** The revisions that build on it. */
  readonly into: readonly RevisionView[]
}

/** Where the history forks, newest first. */
export async function branches(options: CommandOptions = {}): Promise<readonly BranchPointView[]> {
  const project = await openProject(options)
  return branchPoints(project.graph).flatMap(({ revision, into }) =>
    viewRevisions(project, [revision]).map((view) => ({
      revision: view,
      into: viewRevisions(project, into),
    })),
  )
}
