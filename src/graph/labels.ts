/**
 * Which labels apply to which revision.
 *
 * A label goes to all descendants of the revision that carries it. It also
 * goes down to ancestors, where there is no doubt which branch they belong to:
 * if the line above the labelled revision never forks or merges, it follows
 * the line below as far as that one doesn't fork or merge either.
 */
import { along, type GraphIndex, NO_LABELS, revisionAt } from './graph-index.ts'
import { reach } from './walk.ts'

type Unlabelled = Pick<GraphIndex, 'revisions' | 'parents' | 'children' | 'dependents'>

/** The labels of every node. */
export function inheritLabels(index: Unlabelled): readonly ReadonlySet<string>[] {
  const labels: ReadonlySet<string>[] = new Array(index.revisions.length).fill(NO_LABELS)
  let node = -1
  for (const revision of index.revisions) {
    node += 1
    if (revision.labels.length === 0) continue
    const add = labelAdder(labels, revision.labels)
    for (const above of reach(index.children, [node])) add(above)
    if (isPlainLineAbove(index, node)) for (const below of plainLineBelow(index, node)) add(below)
  }
  return labels
}

/** Adds `own` to the labels of a node. Nodes with the same labels share one set. */
export function labelAdder(labels: ReadonlySet<string>[], own: readonly string[]): (node: number) => void {
  const grown = new Map<ReadonlySet<string>, ReadonlySet<string>>()
  return (node) => {
    const before = labels[node] ?? NO_LABELS
    let after = grown.get(before)
    if (after === undefined) {
      after = new Set([...before, ...own])
      grown.set(before, after)
      grown.set(after, after)
    }
    labels[node] = after
  }
}

/** The ancestors in a line from `node`, without forks and merges; `node` itself must be neither. */
export function* plainLineBelow(index: Unlabelled, node: number): Generator<number> {
  let at = isPlain(index, node) ? along(index.parents, node)[0] : undefined
  for (let steps = 0; at !== undefined && isPlain(index, at) && steps < index.revisions.length; steps += 1) {
    yield at
    at = along(index.parents, at)[0]
  }
}

function isPlainLineAbove(index: Unlabelled, node: number): boolean {
  let at: number | undefined = node
  for (let steps = 0; steps <= index.revisions.length; steps += 1) {
    if (at === undefined) return true
    if (!isPlain(index, at)) return false
    at = along(index.children, at)[0]
  }
  return false
}

function isPlain(index: Unlabelled, node: number): boolean {
  return along(index.dependents, node).length < 2 && revisionAt(index, node).parents.length < 2
}
