import { getRevisions } from '../graph/resolve.ts'
import { TsmigError } from '../support/errors.ts'
import { openProject } from './open.ts'
import { requireOptions } from './require-options.ts'
import { addRevision, type RevisionOptions, type RevisionReport } from './revision.ts'

export interface MergeOptions extends Omit<RevisionOptions, 'head' | 'sql' | 'reverseOf'> {
  /** The revisions to join; `heads` for all heads. */
  readonly revisions: readonly string[]
}

/** Writes a revision that joins branches. */
export async function merge(options: MergeOptions): Promise<RevisionReport> {
  requireOptions('merge', options, { revisions: ['heads'] })
  const project = await openProject(options)
  const joined = getRevisions(project.graph, options.revisions)
  if (joined.length < 2) {
    const [only] = joined
    const what = typeof only === 'object' ? `${only.id} alone` : 'none'
    throw new TsmigError(
      'nothing-to-merge',
      `a merge joins two revisions or more, and "${options.revisions.join(' ')}" stands for ${what}`,
      'Name the revisions to join; "tsmig heads" lists the open ends.',
    )
  }
  return addRevision(project, options, options.revisions)
}
