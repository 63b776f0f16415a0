/** Relative targets: `+2`, `-1`, `label@+1`, `id-3`, and the walk they ask for. */
import type { RevisionGraph } from './graph.ts'
import { along, idOf, NO_NODES } from './graph-index.ts'
import { lineageTest } from './identifier.ts'
import { findNode } from './lookup.ts'
import { ambiguousWalk, relativeTooFar } from './plan-errors.ts'

/** A node; `'base'`, below the first revision; or undefined, nowhere: no revision or no more revisions. */
export type Place = number | 'base' | undefined

export interface RelativeTarget {
  readonly branch: string | undefined
  /** Where to count from; undefined means from where the database is. */
  readonly from: string | undefined
  readonly steps: number
}

// Alembic looks at the beginning only: what follows the digits does not count.
const RELATIVE = /^(?:(.+?)@)?([\p{L}\p{N}_]+)?([+-]\d+)/u

/** The parts of a relative target, or undefined if `target` is not one. */
export function parseRelative(target: string): RelativeTarget | undefined {
  // Most targets are none, and what knows all letters takes longer to make than to look for a number.
  if (!/[+-]\d/.test(target)) return undefined
  const match = RELATIVE.exec(target)
  return match ? { branch: match[1], from: match[2], steps: Number(match[3]) } : undefined
}

/**
 * Goes `steps` up or down from a place. From nowhere it goes up to the bases
 * or down to the heads; below the first revision is `'base'`. Where there is
 * nothing left to go to the answer is undefined, or with `stay` the place
 * reached. Throws `ambiguous_walk`. `branch` chooses among ways up only.
 */
export function walkSteps(
  graph: RevisionGraph,
  start: Place,
  steps: number,
  { branch, stay = false }: { branch?: string | undefined; stay?: boolean } = {},
): Place {
  const onBranch = branch && steps > 0 ? lineageTest(graph, branch) : undefined
  let place = start
  for (let left = Math.abs(steps); left > 0; left -= 1) {
    const ways = steps > 0 ? waysUp(graph, place) : waysDown(graph, place)
    const chosen = onBranch ? ways.filter((way) => way === 'base' || onBranch(way)) : ways
    if (chosen.length > 1) throw ambiguous(graph, place, chosen, steps > 0 ? 'up' : 'down')
    if (chosen.length === 0) return stay ? place : undefined
    place = chosen[0]
  }
  return place
}

type Ways = readonly (number | 'base')[]

function waysUp(graph: RevisionGraph, place: Place): Ways {
  if (place === 'base') throw relativeTooFar('base')
  if (place !== undefined) return along(graph.index.children, place)
  return graph.bases.map((base) => findNode(graph, base))
}

function waysDown(graph: RevisionGraph, place: Place): Ways {
  if (place === 'base') return NO_NODES
  const below =
    place === undefined ? graph.heads.map((head) => findNode(graph, head)) : along(graph.index.parents, place)
  return below.length > 0 ? below : ['base']
}

function ambiguous(graph: RevisionGraph, place: Place, ways: Ways, direction: 'up' | 'down'): Error {
  const name = (at: number | 'base') => (at === 'base' ? at : idOf(graph.index, at))
  return ambiguousWalk(place === undefined ? 'there' : name(place), ways.map(name), direction)
}
