/** Where an upgrade or a downgrade is to end, given where the database is. */
import { isGraphError } from './errors.ts'
import type { RevisionGraph } from './graph.ts'
import { along, idOf } from './graph-index.ts'
import { type Identifiers, lineageTest, nodeOf } from './identifier.ts'
import { unknownRow } from './lookup-errors.ts'
import { onlyNodes, placesOf } from './places.ts'
import {
  ambiguousDowngrade,
  ambiguousStart,
  relativeTooFar,
  startNotUnique,
  wrongDirection,
} from './plan-errors.ts'
import { type Place, parseRelative, type RelativeTarget, walkSteps } from './relative.ts'
import type { GraphWarning } from './revision.ts'
import { NodeSet, reach } from './walk.ts'

/** How a relative target that runs out of revisions is taken: as an error, or as far as it goes. */
export interface TargetOptions {
  /** Default true: running out of revisions is an error. */
  readonly exact?: boolean | undefined
}

/** The rows of the version table, or whatever stands in their place, as places. An unknown row is named as one. */
export function currentPlaces(graph: RevisionGraph, current: Identifiers): readonly Place[] {
  if (current === null || typeof current === 'string') return placesOf(graph, current)
  return current.flatMap((row) => asRow(row, () => placesOf(graph, row)))
}

/** Looks a row of the version table up; if no file fits it, the error says that it is a row. */
function asRow<T>(row: string, lookUp: () => T): T {
  try {
    return lookUp()
  } catch (error) {
    const isUnknown = isGraphError(error, 'not_found', 'ambiguous_prefix', 'no_such_branch')
    throw isUnknown ? unknownRow(row, error) : error
  }
}

/** The places to upgrade to. Throws what looking up throws, and `relative_too_far`, `ambiguous_start`, `ambiguous_walk`. */
export function parseUpgradeTarget(
  graph: RevisionGraph,
  current: Identifiers,
  target: Identifiers,
  { exact = true }: TargetOptions = {},
): readonly Place[] {
  const relative = typeof target === 'string' ? parseRelative(target) : undefined
  if (relative === undefined || typeof target !== 'string') return placesOf(graph, target)
  const { branch, from, steps } = relative
  if (from === undefined) {
    if (steps <= 0) throw wrongDirection(target, 'upgrade')
    const start = upgradeStart(graph, current, relative, target)
    const place = walkSteps(graph, start, steps, { branch, stay: !exact })
    if (place === undefined) throw relativeTooFar(target)
    return [place]
  }
  if (steps > 0) return [walkSteps(graph, nodeOf(graph, from), steps, { branch, stay: !exact })]
  return [walkSteps(graph, startOnBranch(graph, branch, from), steps, { stay: !exact })]
}

function startOnBranch(graph: RevisionGraph, branch: string | undefined, from: string): Place {
  return nodeOf(graph, branch === undefined ? from : `${branch}@${from}`)
}

/** Where `+N` starts to count: the one current revision, or the one current revision of the branch. */
function upgradeStart(
  graph: RevisionGraph,
  current: Identifiers,
  { branch }: RelativeTarget,
  target: string,
): Place {
  const rows = asList(current)
  if (branch === undefined) {
    if (rows.length > 1) throw ambiguousStart(target, rows)
    const [row] = rows
    return row === undefined ? undefined : asRow(row, () => nodeOf(graph, row))
  }
  const nodes = onlyNodes(currentPlaces(graph, rows), rows)
  const onRow = nodes.filter(lineageTest(graph, branch))
  const starts = onRow.length > 0 ? onRow : tipsOnBranch(graph, nodes, branch)
  if (starts.length > 1) {
    throw ambiguousStart(
      target,
      starts.map((node) => idOf(graph.index, node)),
    )
  }
  return starts[0]
}

/** The newest applied revisions of a branch none of whose revisions is a row. */
function tipsOnBranch(graph: RevisionGraph, nodes: readonly number[], branch: string): readonly number[] {
  const applied = reach(graph.index.needs, nodes).filter(lineageTest(graph, branch))
  const covered = new NodeSet(
    graph.index.revisions.length,
    applied.list.flatMap((node) => along(graph.index.needs, node)),
  )
  return applied.list.filter((node) => !covered.has(node))
}

export interface DowngradeTarget {
  /** The branch to stay on, if one was named or, for `-N`, chosen. */
  readonly branch: string | undefined
  /** `'base'` after counting down to it, undefined where base was named. */
  readonly place: Place
}

/** The place to downgrade to. Throws as `parseUpgradeTarget`; warns where `-N` starts from several rows. */
export function parseDowngradeTarget(
  graph: RevisionGraph,
  current: Identifiers,
  target: string | null,
  { exact = true }: TargetOptions = {},
  warnings: GraphWarning[] = [],
): DowngradeTarget {
  if (target === null) return { branch: undefined, place: undefined }
  const relative = parseRelative(target)
  if (relative === undefined) {
    const at = target.lastIndexOf('@')
    return {
      branch: target.slice(0, Math.max(at, 0)) || undefined,
      place: nodeOf(graph, target.slice(at + 1)),
    }
  }
  if (relative.from === undefined && relative.steps >= 0) throw wrongDirection(target, 'downgrade')
  const { branch, from } =
    relative.from === undefined ? downgradeStart(graph, current, relative, target, warnings) : relative
  const place =
    relative.steps >= 0
      ? walkSteps(graph, nodeOf(graph, from ?? null), relative.steps, { branch, stay: !exact })
      : walkSteps(graph, startOnBranch(graph, branch, from ?? 'base'), relative.steps, { stay: !exact })
  if (place === undefined) throw relativeTooFar(target)
  return { branch, place }
}

/** Where `-N` starts to count: at the branch's one current revision, or without a branch at the first row. */
function downgradeStart(
  graph: RevisionGraph,
  current: Identifiers,
  { branch }: RelativeTarget,
  target: string,
  warnings: GraphWarning[],
): { branch: string; from: string } {
  const rows = asList(current)
  if (branch === undefined) {
    const [first] = rows
    if (first === undefined) throw relativeTooFar(target)
    if (new Set(rows).size > 1) warnings.push(ambiguousDowngrade(target, rows))
    asRow(first, () => startOnBranch(graph, first, first))
    return { branch: first, from: first }
  }
  const onBranch = lineageTest(graph, branch)
  let starts = rows.filter(onBranch)
  if (starts.length === 0) {
    // The branch may be there only because a row of another branch depends on it.
    starts = [...currentTips(graph, rows)].filter(onBranch).map((node) => idOf(graph.index, node))
  }
  const [start] = starts
  if (start === undefined || starts.length > 1) throw startNotUnique(target, branch, starts)
  return { branch, from: start }
}

/** What is applied and has nothing applied built on it by `downRevision`: rows, and branches other rows depend on. */
export function currentTips(graph: RevisionGraph, current: Identifiers): NodeSet {
  const applied = reach(graph.index.needs, onlyNodes(currentPlaces(graph, current), current))
  return applied.filter((node) => !along(graph.index.children, node).some((child) => applied.has(child)))
}

function asList(identifiers: Identifiers): readonly string[] {
  return typeof identifiers === 'string' ? [identifiers] : (identifiers ?? [])
}
