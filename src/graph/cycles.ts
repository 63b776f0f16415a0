/**
 * Cycles.
 *
 * Alembic refuses a graph in which some revision is not both above a base and
 * below a head. A cycle that hangs between a base and a head passes that
 * test, and such a graph loads; it is only when revisions have to be put in
 * order that there is no order to put them in. We load what Alembic loads, and
 * keep the cycle as an error for whoever needs an order.
 */
import type { GraphError } from './errors.ts'
import { along, type Edges, type GraphIndex, NO_NODES, revisionAt } from './graph-index.ts'
import { cycle } from './load-errors.ts'
import { reach } from './walk.ts'

/** What is left to know of a graph when its edges are. */
type Ordering = Pick<GraphIndex, 'heights' | 'hiddenCycle'>
type Edged = Omit<GraphIndex, keyof Ordering | 'labels'>

/** The heights of a graph, or the cycle for which there are none. Throws `cycle` or `dependency_cycle` for a graph that must not load. */
export function orderOrThrow(index: Edged, order: readonly number[]): Ordering {
  const ordering = orderOf(index)
  if (ordering.hiddenCycle !== undefined) refuseCycle(index, order)
  return ordering
}

/** The same for a graph that has loaded. */
export function orderOf(index: Edged): Ordering {
  const heights = heightsOf(index)
  if (heights !== undefined) return { heights }
  const hiddenCycle =
    findCycle(index.parents).length > 0
      ? cycleIn(index, 'cycle', index.parents)
      : cycleIn(index, 'dependency_cycle', index.allNeeds)
  return { heights: new Int32Array(index.revisions.length), hiddenCycle }
}

function refuseCycle(index: Edged, order: readonly number[]): void {
  const isReplaced = (node: number) => node >= index.count
  const heads = order.filter((node) => isReplaced(node) || along(index.children, node).length === 0)
  const bases = order.filter((node) => along(index.parents, node).length === 0)
  if (!spans(index, reach(index.parents, heads), reach(index.children, bases))) {
    throw cycleIn(index, 'cycle', index.parents)
  }
  const realHeads = order.filter((node) => isReplaced(node) || along(index.dependents, node).length === 0)
  const realBases = order.filter((node) => along(index.allNeeds, node).length === 0)
  if (!spans(index, reach(index.allNeeds, realHeads), reach(index.dependents, realBases))) {
    throw cycleIn(index, 'dependency_cycle', index.allNeeds)
  }
}

function cycleIn(index: Edged, kind: 'cycle' | 'dependency_cycle', edges: Edges): GraphError {
  return cycle(
    kind,
    findCycle(edges).map((node) => revisionAt(index, node)),
  )
}

interface Members {
  has(node: number): boolean
}

/** Whether every revision, by id, is in both sets. A replaced duplicate can stand in for its id. */
function spans(index: Edged, below: Members, above: Members): boolean {
  const ids = (set: Members) =>
    new Set(index.revisions.filter((_, node) => set.has(node)).map((revision) => revision.id))
  const [idsBelow, idsAbove] = [ids(below), ids(above)]
  return [...index.nodeOf.keys()].every((id) => idsBelow.has(id) && idsAbove.has(id))
}

/** Takes revisions off whose dependents are all gone, level by level; undefined if a cycle stays. */
function heightsOf({ allNeeds }: Edged): Int32Array | undefined {
  const count = allNeeds.length
  const open = new Int32Array(count)
  const heights = new Int32Array(count)
  const free = new Int32Array(count)
  let [freed, taken] = [0, 0]
  for (let node = 0; node < count; node += 1) {
    const needs = allNeeds[node] ?? NO_NODES
    for (let way = 0; way < needs.length; way += 1) {
      const need = needs[way] ?? -1
      open[need] = (open[need] ?? 0) + 1
    }
  }
  for (let node = 0; node < count; node += 1) if (open[node] === 0) free[freed++] = node
  while (taken < freed) {
    const node = free[taken++] ?? -1
    const above = (heights[node] ?? 0) + 1
    const needs = allNeeds[node] ?? NO_NODES
    for (let way = 0; way < needs.length; way += 1) {
      const need = needs[way] ?? -1
      if ((heights[need] ?? 0) < above) heights[need] = above
      const left = (open[need] ?? 0) - 1
      open[need] = left
      if (left === 0) free[freed++] = need
    }
  }
  return freed === count ? heights : undefined
}

/** The nodes of some cycle, each pointing to the next; empty if there is none. */
function findCycle(edges: Edges): number[] {
  const done = new Uint8Array(edges.length)
  for (let start = 0; start < edges.length; start += 1) {
    const found = cycleFrom(edges, start, done)
    if (found.length > 0) return found
  }
  return []
}

const [OPEN, CLOSED] = [1, 2]

function cycleFrom(edges: Edges, start: number, state: Uint8Array): number[] {
  if (state[start] !== 0) return []
  const path = [start]
  const taken = [0]
  state[start] = OPEN
  while (path.length > 0) {
    const node = path.at(-1) ?? start
    const way = taken[path.length - 1] ?? 0
    const next = along(edges, node)[way]
    taken[path.length - 1] = way + 1
    if (next === undefined) {
      state[node] = CLOSED
      path.pop()
      taken.pop()
    } else if (state[next] === OPEN) {
      return path.slice(path.indexOf(next))
    } else if (state[next] === 0) {
      state[next] = OPEN
      path.push(next)
      taken.push(0)
    }
  }
  return []
}
