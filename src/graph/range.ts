/** `start:end`, and where a script starts. */
import { refuseOverlap } from './collect.ts'
import type { RevisionGraph } from './graph.ts'
import { idOf } from './graph-index.ts'
import { nodeOf } from './identifier.ts'
import { noRevision } from './lookup-errors.ts'
import { onlyNodes, placesOf } from './places.ts'
import { badRange, openRange } from './plan-errors.ts'
import type { Heads } from './revision.ts'

/** The two ends of a range. Throws `bad_range`. */
export function splitRange(range: string): readonly [string, string] {
  const [start, end, ...more] = range.split(':')
  if (start === undefined || end === undefined || more.length > 0) throw badRange(range)
  return [start, end]
}

/** The same for a script, which needs both. Throws `bad_range`. */
export function scriptRange(range: string): readonly [string, string] {
  const ends = splitRange(range)
  if (ends.includes('')) throw openRange(range)
  return ends
}

/**
 * The rows a script starts from: one revision, several with commas between them or as `heads`, or none for `base`.
 * Throws `no_revision`, `overlapping_revisions` and what looking up throws.
 */
export function startHeads(graph: RevisionGraph, start: string | undefined): Heads {
  if (start === undefined || start === 'base') return []
  const nodes = new Set(start.split(',').flatMap((name) => startNodes(graph, name.trim())))
  refuseOverlap(graph, [...nodes])
  return [...nodes].map((node) => idOf(graph.index, node))
}

function startNodes(graph: RevisionGraph, name: string): readonly number[] {
  if (/^(?:.*@)?heads$/.test(name)) return onlyNodes(placesOf(graph, name), name)
  const node = nodeOf(graph, name)
  if (node === undefined) throw noRevision(name)
  return [node]
}
