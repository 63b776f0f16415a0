import type { RevisionGraph } from './graph.ts'
import { along, idOf, NO_LABELS, revisionAt } from './graph-index.ts'
import { type Identifiers, nodeOf } from './identifier.ts'
import { noRevision } from './lookup-errors.ts'
import { placesOf } from './places.ts'
import { duplicateHeads, notAHead } from './plan-errors.ts'
import type { Revision } from './revision.ts'
import { checkAlone } from './revision-id.ts'

export interface NewRevision {
  /** Checked as the id of an existing file is; see revision-id.ts for what a new one should be. */
  readonly id: string
  /** What it builds on; default `head`. Several make a merge. */
  readonly heads?: Identifiers
  /** Allow heads that other revisions build on: a new branch starts there. */
  readonly splice?: boolean
  readonly labels?: readonly string[]
  /** Identifiers. */
  readonly dependsOn?: readonly string[]
  readonly message?: string
  readonly path?: string
}

/**
 * The revision a new file is to hold, its parents and dependencies found.
 * Whether it fits the graph (labels, cycles) is `graph.withRevision`'s to say.
 * Throws `illegal_revision_id`, `multiple_heads`, `duplicate_heads`,
 * `not_a_head`, and what looking up throws.
 */
export function parentsForRevision(graph: RevisionGraph, wanted: NewRevision): Revision {
  const { id, heads = 'head', splice = false, labels = [], message = '', path } = wanted
  const bare: Revision = {
    id,
    parents: [],
    dependsOn: [],
    labels,
    message,
    ...(path !== undefined && { path }),
  }
  checkAlone(bare)
  const parents = parentNodes(graph, heads ?? 'head', splice).map((node) => idOf(graph.index, node))
  const dependsOn = (wanted.dependsOn ?? []).map((name) => dependencyName(graph, name))
  const revision = { ...bare, parents, dependsOn }
  checkAlone(revision)
  return revision
}

function parentNodes(graph: RevisionGraph, heads: Identifiers, splice: boolean): readonly number[] {
  const places = placesOf(graph, heads)
  if (places.includes('base')) throw noRevision(String(heads))
  const nodes = places.filter((place) => typeof place === 'number')
  const repeated = nodes.filter((node, i) => nodes.indexOf(node) !== i)
  if (repeated.length > 0) throw duplicateHeads(repeated.map((node) => idOf(graph.index, node)))
  const inner = nodes.find((node) => along(graph.index.children, node).length > 0)
  if (inner !== undefined && !splice) throw notAHead(revisionAt(graph.index, inner))
  return nodes
}

/** A label stays a label, so that the dependency moves with it; anything else becomes an id. */
function dependencyName(graph: RevisionGraph, name: string): string {
  const node = nodeOf(graph, name)
  if (node === undefined) throw noRevision(name)
  return (graph.index.labels[node] ?? NO_LABELS).has(name) ? name : idOf(graph.index, node)
}
