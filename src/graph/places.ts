/** Identifiers, one or many, as places in the graph. */
import type { RevisionGraph } from './graph.ts'
import { idOf, NO_LABELS } from './graph-index.ts'
import { expand, type Identifiers } from './identifier.ts'
import { findNode } from './lookup.ts'
import { noRevision } from './lookup-errors.ts'
import { type Place, walkSteps } from './relative.ts'

/** All nodes of identifiers; `-N` goes down from every head and may end at `'base'` or nowhere. */
export function placesOf(graph: RevisionGraph, identifiers: Identifiers): readonly Place[] {
  if (identifiers !== null && typeof identifiers !== 'string') {
    return identifiers.flatMap((identifier) => placesOf(graph, identifier))
  }
  const { branch, names } = expand(graph, identifiers)
  const [name] = names
  if (name !== undefined && names.length === 1 && /^\s*-\d+(?:_\d+)*\s*$/.test(name)) {
    const steps = Number(name.replaceAll('_', ''))
    if (steps < 0) return labelledHeads(graph, branch).map((head) => walkSteps(graph, head, steps))
  }
  return names.map((id) => findNode(graph, id, branch))
}

function labelledHeads(graph: RevisionGraph, label: string | undefined): readonly number[] {
  const heads = graph.realHeads.map((head) => findNode(graph, head))
  return label === undefined
    ? heads
    : heads.filter((head) => (graph.index.labels[head] ?? NO_LABELS).has(label))
}

/** The places, all of which have to be revisions. Throws `no_revision`. */
export function onlyNodes(places: readonly Place[], asked: Identifiers): readonly number[] {
  return places.map((place) => {
    if (typeof place === 'number') return place
    throw noRevision(typeof asked === 'string' ? asked : (asked?.join(', ') ?? 'base'))
  })
}

/** A place as an id, `'base'` or null. */
export function placeName(graph: RevisionGraph, place: Place): string | null {
  return typeof place === 'number' ? idOf(graph.index, place) : (place ?? null)
}
