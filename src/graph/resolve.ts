/** From what a user may write to revisions: the questions other folders ask. */
import type { RevisionGraph } from './graph.ts'
import { revisionAt } from './graph-index.ts'
import { expand, type Identifiers, lineageTest, nodeOf } from './identifier.ts'
import { placesOf } from './places.ts'
import { parseRelative } from './relative.ts'
import type { Revision } from './revision.ts'
import { parseUpgradeTarget } from './target.ts'

export { currentHead } from './identifier.ts'

/**
 * The one revision of an identifier (an id or a unique beginning, a label,
 * `head`, `label@…`); undefined for `base`. Throws `multiple_heads`,
 * `not_found`, `ambiguous_prefix`, `no_such_branch`, `not_on_branch`.
 */
export function getRevision(graph: RevisionGraph, identifier: Identifiers): Revision | undefined {
  const node = nodeOf(graph, identifier)
  return node === undefined ? undefined : revisionAt(graph.index, node)
}

/**
 * All revisions of one identifier or several, in order; `heads` and `-N` may
 * give many. `'base'` and undefined come of `-N` only: it went to the bottom,
 * or beyond. Throws as `getRevision`, and `ambiguous_walk`.
 */
export function getRevisions(
  graph: RevisionGraph,
  identifiers: Identifiers,
): readonly (Revision | 'base' | undefined)[] {
  return placesOf(graph, identifiers).map((place) =>
    typeof place === 'number' ? revisionAt(graph.index, place) : place,
  )
}

/**
 * The revisions of one end of a range; it may count from a revision (`head-2`), and `-N` from the heads. Throws as
 * `getRevisions`, and `relative_too_far`.
 */
export function revisionsAtEnd(graph: RevisionGraph, end: string): readonly Revision[] {
  const isCounted = parseRelative(end)?.from !== undefined
  const places = isCounted ? parseUpgradeTarget(graph, [], end) : placesOf(graph, end)
  return places.flatMap((place) => (typeof place === 'number' ? revisionAt(graph.index, place) : []))
}

/** The id behind a symbolic name: a list for `heads`, null for `base`; anything else as written, unchecked. */
export function resolveNumber(
  graph: RevisionGraph,
  identifier: string | null,
): string | readonly string[] | null {
  const { names } = expand(graph, identifier)
  if (names.length === 0) return null
  return identifier === 'heads' ? names : (names[0] ?? null)
}

/** Those of `targets` that are ancestor or descendant of `check`, or it itself, in their order. */
export function filterForLineage(
  graph: RevisionGraph,
  targets: readonly string[],
  check: string | null,
  options: { dependencies?: boolean } = {},
): readonly string[] {
  return targets.filter(lineageTest(graph, check, options))
}
