/**
 * Which of the revisions to run belong to a phase of a rollout. One that doesn't say is part of the expand phase, unless
 * it needs a contract revision that is still to run: then it waits with that one.
 */
import type { RevisionGraph } from './graph.ts'
import { along, revisionAt } from './graph-index.ts'
import { contractBeforeExpand, expandIsMissing } from './plan-errors.ts'
import type { Phase, Revision } from './revision.ts'

/**
 * Those of `revisions`, which are in the order in which they run, that belong to `phase`.
 * @throws GraphError `phase_order` for an expand revision that needs a contract revision among them, or a contract
 * revision that needs one which the expand phase would have run.
 */
export function ofPhase(
  graph: RevisionGraph,
  phase: Phase,
  revisions: readonly Revision[],
): readonly Revision[] {
  const standings = standingsOf(graph, revisions)
  const chosen = revisions.filter(({ id }) => standings.get(id)?.kind === phase)
  if (phase === 'expand') {
    for (const revision of revisions) {
      const behind = standings.get(revision.id)?.contract
      if (revision.phase === 'expand' && behind !== undefined) throw contractBeforeExpand(revision, behind)
    }
    return chosen
  }
  for (const revision of chosen) {
    const missing = needsOf(graph, revision).find(({ id }) => standings.get(id)?.kind === 'expand')
    if (missing !== undefined) throw expandIsMissing(revision, missing)
  }
  return chosen
}

interface Standing {
  /** `later`: behind an expand revision that itself waits for a contract. */
  readonly kind: Phase | 'later'
  /** The contract revision among those to run that has to run before. */
  readonly contract?: Revision
}

function standingsOf(graph: RevisionGraph, revisions: readonly Revision[]): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>()
  for (const revision of revisions) {
    const before = needsOf(graph, revision).flatMap((need) => {
      const standing = standings.get(need.id)
      return standing === undefined ? [] : [{ need, ...standing }]
    })
    const contract = before
      .map((one) => one.contract ?? (one.need.phase === 'contract' ? one.need : undefined))
      .find((one) => one !== undefined)
    const isLater =
      before.some(({ kind }) => kind === 'later') || (revision.phase === 'expand' && contract !== undefined)
    const kind = isLater ? 'later' : (revision.phase ?? (contract === undefined ? 'expand' : 'contract'))
    standings.set(revision.id, { kind, ...(contract !== undefined && { contract }) })
  }
  return standings
}

function needsOf({ index }: RevisionGraph, { id }: Revision): readonly Revision[] {
  const node = index.nodeOf.get(id)
  return node === undefined ? [] : along(index.needs, node).map((need) => revisionAt(index, need))
}
