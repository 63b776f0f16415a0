import { collectDowngrade, collectUpgrade, type RangeOptions } from './collect.ts'
import type { RevisionGraph } from './graph.ts'
import { revisionAt } from './graph-index.ts'
import type { Identifiers } from './identifier.ts'
import type { Revision } from './revision.ts'
import { sortNewestFirst } from './sort.ts'

/** What `upper` needs that `lower` has not, newest first. Throws as `collectUpgrade`, and `disconnected`. */
export function iterateUpgrade(
  graph: RevisionGraph,
  upper: Identifiers,
  lower: Identifiers,
  options: RangeOptions = {},
): readonly Revision[] {
  const { revisions, heads } = collectUpgrade(graph, upper, lower, options)
  return sortNewestFirst(graph.index, revisions, heads).map((node) => revisionAt(graph.index, node))
}

/** What is applied in `upper` above `target`, newest first. Throws as `collectDowngrade`, and `disconnected`. */
export function iterateDowngrade(
  graph: RevisionGraph,
  upper: Identifiers,
  target: string | null,
  options: RangeOptions = {},
): readonly Revision[] {
  const { revisions, heads } = collectDowngrade(graph, upper, target, options)
  return sortNewestFirst(graph.index, revisions, heads).map((node) => revisionAt(graph.index, node))
}
