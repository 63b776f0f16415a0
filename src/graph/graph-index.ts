/**
 * The graph as numbers. A revision is a node: its position among the ids in
 * the order they were registered. That order settles every tie in a walk, so
 * comparing nodes is comparing registration.
 *
 * Where an id is registered twice the later revision counts; the earlier one
 * keeps a node of its own behind the others (`count` and up), because it still
 * stands in the lists of heads and bases, as Alembic has it.
 */
import type { GraphError } from './errors.ts'
import type { Revision } from './revision.ts'

/** For each node, the nodes at the other end. */
export type Edges = readonly (readonly number[])[]

export interface GraphIndex {
  /** How many ids there are. Nodes from here on are replaced duplicates. */
  readonly count: number
  readonly revisions: readonly Revision[]
  readonly nodeOf: ReadonlyMap<string, number>
  readonly nodeOfLabel: ReadonlyMap<string, number>
  /** `downRevision`, as written. */
  readonly parents: Edges
  /** `dependsOn`, as written but labels resolved. */
  readonly dependencies: Edges
  /** `dependencies` without those an ancestor already has. */
  readonly effective: Edges
  /** `parents` and `effective`, each once: what has to be there before. */
  readonly needs: Edges
  /** `parents` and `dependencies`, each once: the other direction of `dependents`. */
  readonly allNeeds: Edges
  /** Revisions that name this one in `downRevision`. */
  readonly children: Edges
  /** Revisions that name this one in `downRevision` or `dependsOn`. */
  readonly dependents: Edges
  /** All labels that apply, own and inherited. */
  readonly labels: readonly ReadonlySet<string>[]
  readonly heads: readonly string[]
  readonly realHeads: readonly string[]
  readonly bases: readonly string[]
  readonly realBases: readonly string[]
  /** The length of the longest way up from a node; smaller for whatever needs it. */
  readonly heights: Int32Array
  /** A cycle that Alembic's test for cycles lets pass: see cycles.ts. */
  readonly hiddenCycle?: GraphError
}

export const NO_NODES: readonly number[] = []
export const NO_LABELS: ReadonlySet<string> = new Set()

/** The id of a node. */
export function idOf(index: Pick<GraphIndex, 'revisions'>, node: number): string {
  return revisionAt(index, node).id
}

/** The revision of a node. */
export function revisionAt(index: Pick<GraphIndex, 'revisions'>, node: number): Revision {
  const revision = index.revisions[node]
  if (revision === undefined) throw new RangeError(`no revision at ${node}`)
  return revision
}

/** The nodes at the other end of `node`'s edges. */
export function along(edges: Edges, node: number): readonly number[] {
  return edges[node] ?? NO_NODES
}

/** The two lists as one, each member once; no copy where one of them is empty. */
export function joined(first: readonly number[], second: readonly number[]): readonly number[] {
  if (second.length === 0 && first.length < 2) return first
  return second.length === 0 && first.length === new Set(first).size
    ? first
    : [...new Set([...first, ...second])]
}
