/** `start:end`, and where a script starts. */
import type { RevisionGraph } from './graph.ts'
import { idOf } from './graph-index.ts'
import { nodeOf } from './identifier.ts'
import { noRevision } from './lookup-errors.ts'
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

/** The rows a script starts from: one revision, or none for `base`. Throws `no_revision` and what looking up throws. */
export function startHeads(graph: RevisionGraph, start: string | undefined): Heads {
  if (start === undefined || start === 'base') return []
  const node = nodeOf(graph, start)
  if (node === undefined) throw noRevision(start)
  return [idOf(graph.index, node)]
}
