import type { Phase, Revision } from '../../graph/revision.ts'
import type { Project } from '../open.ts'

/** A revision with what there is to say of its place in the graph. */
export interface RevisionView {
  readonly id: string
  /** The revisions it builds on; none for a base. */
  readonly parents: readonly string[]
  /** As written: ids or branch labels. */
  readonly dependsOn: readonly string[]
  /** All branch labels that apply to it, those of its branch too. */
  readonly labels: readonly string[]
  /** Its phase, where it has one. */
  readonly phase?: Phase
  /** The revisions that build on it. */
  readonly children: readonly string[]
  /** The first line of its doc comment. */
  readonly message: string
  /** The whole doc comment. */
  readonly doc: string
  readonly path?: string
  readonly head: boolean
  /** A head that another branch depends on: it has no row of its own once that branch is applied. */
  readonly effectiveHead: boolean
  readonly branchPoint: boolean
  readonly mergePoint: boolean
  readonly current: boolean
}

/** Views of revisions; `current` are those that the database is at. */
export function viewRevisions(
  project: Project,
  revisions: readonly Revision[],
  current: ReadonlySet<string> = new Set(),
): readonly RevisionView[] {
  return revisions.map((revision) => viewRevision(project, revision, current.has(revision.id)))
}

function viewRevision({ graph, files }: Project, revision: Revision, current: boolean): RevisionView {
  const { id, parents, dependsOn, phase, message, path } = revision
  const head = graph.isHead(id)
  const effectiveHead = head && !graph.isRealHead(id)
  return {
    id,
    parents,
    dependsOn,
    labels: [...graph.labelsOf(id)],
    ...(phase !== undefined && { phase }),
    children: graph.children(id),
    message,
    // Its file may have to be read for it.
    get doc() {
      return files.get(id)?.doc ?? message
    },
    ...(path !== undefined && { path }),
    head: head && !effectiveHead,
    effectiveHead,
    branchPoint: graph.isBranchPoint(id),
    mergePoint: graph.isMergePoint(id),
    current,
  }
}
