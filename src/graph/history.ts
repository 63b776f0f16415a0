/** What the listing commands show. */
import type { RevisionGraph } from './graph.ts'
import { along, revisionAt } from './graph-index.ts'
import type { Identifiers } from './identifier.ts'
import { iterateUpgrade } from './iterate.ts'
import { onlyNodes, placesOf } from './places.ts'
import { badHistoryRange, notAtHead } from './plan-errors.ts'
import { splitRange } from './range.ts'
import type { GraphWarning, Heads, Revision } from './revision.ts'
import { currentPlaces, currentTips } from './target.ts'

/**
 * The revisions of `start:end`, newest first, both ends included; either may be
 * left out, and one may be `current`, the rows. No range means all. Throws
 * `bad_history_range`, `range_not_ancestor`, `overlapping_revisions` and what
 * looking up throws.
 */
export function history(
  graph: RevisionGraph,
  range: string | undefined,
  heads: Heads,
  warnings: GraphWarning[] = [],
): readonly Revision[] {
  if (range !== undefined && !range.includes(':')) throw badHistoryRange(range)
  const [start, end] = range === undefined ? ['', ''] : splitRange(range.trim())
  // As in Alembic, only one end can be `current`; the upper one is asked first.
  const upper: Identifiers = end === 'current' ? heads : end
  const lower: Identifiers = end !== 'current' && start === 'current' ? heads : start
  return iterateUpgrade(graph, upper.length > 0 ? upper : 'heads', lower.length > 0 ? lower : 'base', {
    inclusive: true,
    exact: false,
    warnings,
  })
}

/** The heads, in registration order; with `resolveDependencies`, without those another revision depends on. */
export function headsOf(
  graph: RevisionGraph,
  { resolveDependencies = false }: { resolveDependencies?: boolean } = {},
): readonly Revision[] {
  return (resolveDependencies ? graph.realHeads : graph.heads).map((id) => graph.require(id))
}

export interface BranchPoint {
  readonly revision: Revision
  /** Revisions that build on it. */
  readonly into: readonly Revision[]
}

/** Where the history forks, newest first. */
export function branchPoints(graph: RevisionGraph): readonly BranchPoint[] {
  return history(graph, undefined, [])
    .filter(({ id }) => graph.isBranchPoint(id))
    .map((revision) => ({ revision, into: graph.children(revision.id).map((id) => graph.require(id)) }))
}

/** What the database is at: the rows, and heads of branches that are there only because a row depends on them. Throws `not_found` for an unknown row. */
export function current(graph: RevisionGraph, heads: Heads): readonly Revision[] {
  return currentTips(graph, heads).list.map((node) => revisionAt(graph.index, node))
}

/** Throws `not_at_head` unless the rows are exactly the heads. */
export function checkHeads(graph: RevisionGraph, heads: Heads): void {
  const [rows, wanted] = [new Set(heads), new Set(graph.heads)]
  if (rows.size !== wanted.size || [...rows].some((row) => !wanted.has(row)))
    throw notAtHead(heads, graph.heads)
}

/** The revisions of an identifier, or with `current` those of the rows. Throws as `getRevisions`, and `no_revision`. */
export function show(graph: RevisionGraph, identifier: string, heads: Heads): readonly Revision[] {
  const places = identifier === 'current' ? currentPlaces(graph, heads) : placesOf(graph, identifier)
  return onlyNodes(places, identifier).map((node) => revisionAt(graph.index, node))
}

/** Ids of the ancestors of the given ids, themselves included: what is applied where these are the rows. */
export function withAncestors(graph: RevisionGraph, ids: Iterable<string>): ReadonlySet<string> {
  const applied = new Set<string>()
  const open = [...ids].flatMap((id) => graph.index.nodeOf.get(id) ?? [])
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { id } = revisionAt(graph.index, node)
    if (applied.has(id)) continue
    applied.add(id)
    open.push(...along(graph.index.needs, node))
  }
  return applied
}
