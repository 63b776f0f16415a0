/** One name, one revision: by id, by label, or by the beginning of either. */
import { isGraphError } from './errors.ts'
import type { RevisionGraph } from './graph.ts'
import { revisionAt } from './graph-index.ts'
import { ambiguousPrefix, emptyName, noSuchBranch, notFound, notOnBranch } from './lookup-errors.ts'
import { NodeSet, reach } from './walk.ts'

/** Ids and labels shorter than this have to be written in full: `1` should not find `1a`. */
const SHORTEST_COMPLETED = 4

/**
 * The node `name` stands for; with `branch`, one of that branch's lineage.
 * Throws `not_found`, `ambiguous_prefix`, `empty_name`, `no_such_branch`, `not_on_branch`.
 */
export function findNode(graph: RevisionGraph, name: string, branch = ''): number {
  if (branch === '') return exactNode(graph, name) ?? completed(graph, name)
  const lineage = lineageOf(graph, [branchNode(graph, branch)])
  const node = exactNode(graph, name) ?? completed(graph, name, lineage)
  if (!lineage.has(node)) throw notOnBranch(revisionAt(graph.index, node), branch)
  return node
}

/** The node a branch label, or a revision in place of one, stands for. Throws `no_such_branch`. */
export function branchNode(graph: RevisionGraph, label: string): number {
  try {
    return graph.index.nodeOfLabel.get(label) ?? findNode(graph, label)
  } catch (error) {
    throw isGraphError(error, 'not_found', 'ambiguous_prefix') ? noSuchBranch(label) : error
  }
}

/** The nodes with all their ancestors and descendants; through dependencies only if asked. */
export function lineageOf(
  { index }: RevisionGraph,
  nodes: readonly number[],
  { dependencies = false } = {},
): NodeSet {
  const below = reach(dependencies ? index.needs : index.parents, nodes)
  const above = reach(dependencies ? index.dependents : index.children, nodes)
  return new NodeSet(index.revisions.length, [...below, ...above])
}

function exactNode({ index }: RevisionGraph, name: string): number | undefined {
  return index.nodeOf.get(name) ?? index.nodeOfLabel.get(name)
}

function completed({ index }: RevisionGraph, name: string, within?: NodeSet): number {
  if (name === '') throw emptyName()
  const matches: string[] = []
  const files: string[] = []
  let found: number | undefined
  for (const names of [index.nodeOf, index.nodeOfLabel]) {
    for (const [known, node] of names) {
      if (known.length < SHORTEST_COMPLETED || !known.startsWith(name)) continue
      if (within !== undefined && !within.has(node)) continue
      matches.push(known)
      const { path } = revisionAt(index, node)
      if (path !== undefined) files.push(path)
      found = node
    }
  }
  if (matches.length > 1) throw ambiguousPrefix(name, matches, files)
  if (found === undefined) {
    throw notFound(name, ['head', 'heads', 'base', ...index.nodeOfLabel.keys(), ...index.nodeOf.keys()])
  }
  return found
}
