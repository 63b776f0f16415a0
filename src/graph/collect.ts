/**
 * Which revisions lie between two ends. Sets; sort.ts puts them in order.
 *
 * An upgrade runs what the target needs and the database has not. A downgrade
 * takes down what is applied above the target, and whatever depends on it.
 */

import type { RevisionGraph } from './graph.ts'
import { along, idOf, NO_LABELS, revisionAt } from './graph-index.ts'
import { type Identifiers, nodeOf } from './identifier.ts'
import { branchNode } from './lookup.ts'
import { noRevision, overlapping, overlappingRows } from './lookup-errors.ts'
import { onlyNodes, placesOf } from './places.ts'
import { invalidDowngradeTarget, notActive, rangeNotAncestor, unlabelledBranch } from './plan-errors.ts'
import type { Place } from './relative.ts'
import type { GraphWarning } from './revision.ts'
import { currentPlaces, parseDowngradeTarget, parseUpgradeTarget } from './target.ts'
import { firstOverlap, type NodeSet, reach } from './walk.ts'

export interface RangeOptions {
  /** Also what isn't above the lower end: other branches that the upper end needs (or, down, that stand beside). */
  readonly implicitBase?: boolean | undefined
  /** Count the lower end in. */
  readonly inclusive?: boolean | undefined
  /** Default true: a relative end that runs out of revisions is an error. */
  readonly exact?: boolean | undefined
  readonly warnings?: GraphWarning[]
}

export interface Collected {
  readonly revisions: NodeSet
  /** Where to start when going down through them. */
  readonly heads: readonly number[]
}

/** What `upper` needs that `lower` doesn't have. Throws what looking up throws, `range_not_ancestor`, `overlapping_revisions`. */
export function collectUpgrade(
  graph: RevisionGraph,
  upper: Identifiers,
  lower: Identifiers,
  options: RangeOptions = {},
): Collected {
  const { index } = graph
  const parsed = onlyNodes(parseUpgradeTarget(graph, lower, upper, options), upper)
  const targets = targetsOnBranchOf(graph, parsed, lower)
  refuseOverlap(graph, targets)
  const required = reach(index.needs, targets)
  const start = lowerEnd(graph, upper, lower, required, options)
  const current = onlyNodes(start.places, lower)
  refuseOverlap(graph, current, typeof lower === 'string' ? overlapping : overlappingRows)
  const present = reach(index.needs, current)
  let needed = required.filter((node) => !present.has(node))
  if (options.inclusive) {
    for (const node of onlyNodes(placesOf(graph, start.identifiers), lower)) needed.add(node)
  }
  if (current.length > 0 && !options.implicitBase) {
    const above = reach(index.children, current)
    needed = needed.filter((node) => above.has(node))
  }
  return { revisions: needed, heads: targets }
}

/** From `label@…`, only targets that carry the label count. A revision may stand for its only label. */
function targetsOnBranchOf(
  graph: RevisionGraph,
  targets: readonly number[],
  lower: Identifiers,
): readonly number[] {
  if (typeof lower !== 'string' || !lower.includes('@')) return targets
  let label = lower.slice(0, lower.indexOf('@'))
  const node = nodeOf(graph, label)
  if (node !== undefined && idOf(graph.index, node) === label) {
    const labels = [...(graph.index.labels[node] ?? NO_LABELS)]
    if (labels[0] === undefined || labels.length > 1)
      throw unlabelledBranch(revisionAt(graph.index, node), labels)
    label = labels[0]
  }
  return targets.filter((target) => (graph.index.labels[target] ?? NO_LABELS).has(label))
}

interface LowerEnd {
  readonly places: readonly Place[]
  readonly identifiers: Identifiers
}

function lowerEnd(
  graph: RevisionGraph,
  upper: Identifiers,
  lower: Identifiers,
  required: NodeSet,
  options: RangeOptions,
): LowerEnd {
  const places = currentPlaces(graph, lower)
  const isOutside = (place: Place) => place === 'base' || (place !== undefined && !required.has(place))
  if (!options.implicitBase && places.some(isOutside)) {
    throw rangeNotAncestor(textOf(lower), textOf(upper))
  }
  if (places.length === 0 || places[0] !== undefined) return { places, identifiers: lower }
  // `-N` ran out of revisions below some head: count from the upper end instead.
  if (typeof lower !== 'string') throw noRevision(textOf(lower))
  const { place } = parseDowngradeTarget(graph, upper, lower, options, options.warnings)
  if (place === undefined) throw noRevision(lower)
  if (place === 'base') return { places: [], identifiers: null }
  return { places: [place], identifiers: idOf(graph.index, place) }
}

/** Throws, in the words of `errorOf`, where one of the revisions needs another one. */
export function refuseOverlap(
  { index }: RevisionGraph,
  nodes: readonly number[],
  errorOf: typeof overlappingRows = overlapping,
): void {
  const overlap = firstOverlap(index.needs, nodes)
  if (overlap === undefined) return
  const [lower = 0] = overlap
  const above = nodes.find((node) => node !== lower && reach(index.needs, [node]).has(lower)) ?? lower
  const ids = (some: readonly number[]) => some.map((node) => idOf(index, node))
  throw errorOf(revisionAt(index, above), ids(overlap), ids(nodes.filter((node) => !overlap.includes(node))))
}

/** What is applied in `upper` above `target`. Throws what looking up throws, `range_not_ancestor`, `invalid_downgrade_target`. */
export function collectDowngrade(
  graph: RevisionGraph,
  upper: Identifiers,
  target: string | null,
  options: RangeOptions = {},
): Collected {
  const { index } = graph
  const { branch, place } = parseDowngradeTarget(graph, upper, target, options, options.warnings)
  const targetNode = place === 'base' ? undefined : place
  const roots = downgradeRoots(graph, targetNode, branch, target ?? 'base', options.inclusive === true)
  const heads = onlyNodes(currentPlaces(graph, upper), upper)
  const active = reach(index.needs, heads)
  const dropped = reach(index.dependents, roots).filter((node) => active.has(node))
  if (options.implicitBase) {
    const kept = reach(index.needs, roots)
    for (const node of active) if (!kept.has(node)) dropped.add(node)
  }
  if (targetNode !== undefined && dropped.size === 0 && !heads.includes(targetNode)) {
    throw notActive(
      target ?? 'base',
      heads.map((node) => idOf(index, node)),
    )
  }
  return { revisions: dropped, heads }
}

/** The lowest revisions to take down. A branch, where one is named, chooses among several. */
function downgradeRoots(
  graph: RevisionGraph,
  target: number | undefined,
  branch: string | undefined,
  asked: string,
  inclusive: boolean,
): readonly number[] {
  const { index } = graph
  let roots: readonly number[]
  let choices: number
  if (target === undefined) {
    roots = [...index.nodeOf.values()].filter((node) => along(index.parents, node).length === 0)
    // Alembic finds a base once by its id and once by each label: one labelled base is a choice already.
    choices = roots.length + roots.reduce((sum, node) => sum + revisionAt(index, node).labels.length, 0)
  } else {
    roots = inclusive ? [target] : along(index.children, target)
    choices = roots.length
  }
  if (branch === undefined || choices < 2) return roots
  const ofBranch = reach(index.parents, [branchNode(graph, branch)])
  const chosen = roots.filter((root) => ofBranch.has(root))
  if (chosen.length === 0) throw invalidDowngradeTarget(asked, branch)
  return chosen
}

function textOf(identifiers: Identifiers): string {
  if (typeof identifiers === 'string') return identifiers
  return identifiers && identifiers.length > 0 ? identifiers.join(', ') : 'base'
}
