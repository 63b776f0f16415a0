/**
 * One revision more, for a file that was just written. Not the same as
 * building anew: the new revision goes last, inherits no label, and its own
 * labels go down as the graph was before it came.
 */

import { resolveDependencies, resolveParents } from './build.ts'
import { orderOf } from './cycles.ts'
import { along, type GraphIndex, joined, NO_LABELS, NO_NODES } from './graph-index.ts'
import { labelAdder, plainLineBelow } from './labels.ts'
import { duplicateBranchLabel, duplicateRevision, missingDownRevision } from './load-errors.ts'
import type { GraphWarning, Revision } from './revision.ts'
import { checkAlone } from './revision-id.ts'
import { reach } from './walk.ts'

type Lists = (readonly number[])[]

/** The index with `revision` added, or put in the place of the one with its id. Throws as building does. */
export function addToIndex(index: GraphIndex, revision: Revision, warnings: GraphWarning[]): GraphIndex {
  checkAlone(revision)
  const known = index.nodeOf.get(revision.id)
  const node = known ?? index.revisions.length
  const before = known === undefined ? undefined : index.revisions[known]
  if (before !== undefined) warnings.push(duplicateRevision(revision, before))
  const revisions = replaced(index.revisions, node, revision)
  const nodeOf = known === undefined ? new Map(index.nodeOf).set(revision.id, node) : index.nodeOf
  const labels = passLabels({ ...index, revisions }, revision, node)
  const nodeOfLabel = addLabels({ ...index, revisions, nodeOf }, revision, node)
  const dependencies = resolveDependencies(revision, nodeOf, nodeOfLabel)
  const parents = resolveParents(revision, nodeOf, warnings)
  const allNeeds = joined(parents, dependencies)
  const effective = newDependencies(index, parents, dependencies)
  const added = {
    ...index,
    ...(known === undefined && { count: index.count + 1 }),
    revisions,
    nodeOf,
    nodeOfLabel,
    labels,
    parents: replaced(index.parents, node, parents),
    dependencies: replaced(index.dependencies, node, dependencies),
    effective: replaced(index.effective, node, effective),
    needs: replaced(index.needs, node, joined(parents, effective)),
    allNeeds: replaced(index.allNeeds, node, allNeeds),
    children: withChild(replaced(index.children, node, NO_NODES), node, parents),
    dependents: withChild(replaced(index.dependents, node, NO_NODES), node, allNeeds),
    ...endsAfter({ ...index, revisions }, revision, parents, allNeeds),
  }
  // A cycle is possible through its own label, or where it takes the place of a revision it builds on.
  return { ...added, ...orderOf(added) }
}

function replaced<T>(list: readonly T[], at: number, value: T): T[] {
  const copy = [...list]
  copy[at] = value
  return copy
}

function withChild(lists: Lists, child: number, needs: readonly number[]): Lists {
  for (const need of needs) {
    const list = along(lists, need)
    if (!list.includes(child)) lists[need] = [...list, child]
  }
  return lists
}

function passLabels(index: GraphIndex, revision: Revision, node: number): readonly ReadonlySet<string>[] {
  const labels = replaced(index.labels, node, NO_LABELS)
  if (revision.labels.length === 0) return labels
  const add = labelAdder(labels, revision.labels)
  add(node)
  const [parent] = revision.parents
  if (parent === undefined || revision.parents.length > 1) return labels
  const below = index.nodeOf.get(parent)
  if (below === undefined) throw missingDownRevision(revision, parent)
  // Nothing hangs on the new revision yet, so it is plain whatever stood in its place.
  const view = {
    ...index,
    parents: replaced(index.parents, node, [below]),
    dependents: replaced(index.dependents, node, NO_NODES),
  }
  for (const ancestor of plainLineBelow(view, node)) add(ancestor)
  return labels
}

function addLabels(index: GraphIndex, revision: Revision, node: number): ReadonlyMap<string, number> {
  if (revision.labels.length === 0) return index.nodeOfLabel
  const nodeOfLabel = new Map(index.nodeOfLabel)
  for (const label of revision.labels) {
    const taken = nodeOfLabel.get(label) ?? index.nodeOf.get(label)
    if (taken !== undefined) throw duplicateBranchLabel(label, revision, index.revisions[taken] ?? revision)
    nodeOfLabel.set(label, node)
  }
  return nodeOfLabel
}

function newDependencies(
  index: GraphIndex,
  parents: readonly number[],
  dependencies: readonly number[],
): readonly number[] {
  if (dependencies.length === 0) return NO_NODES
  const inherited = new Set(
    reach(index.parents, parents).list.flatMap((node) => along(index.dependencies, node)),
  )
  return [...new Set(dependencies)].filter((dependency) => !inherited.has(dependency))
}

function endsAfter(
  index: GraphIndex,
  { id, parents, dependsOn }: Revision,
  parentNodes: readonly number[],
  needs: readonly number[],
): Pick<GraphIndex, 'heads' | 'realHeads' | 'bases' | 'realBases'> {
  const ids = (nodes: readonly number[]) => new Set(nodes.map((node) => index.revisions[node]?.id))
  const [covered, reallyCovered] = [ids(parentNodes), ids(needs)]
  const isBase = parents.length === 0
  return {
    heads: [...index.heads.filter((head) => head !== id && !covered.has(head)), id],
    realHeads: reallyCovered.has(id)
      ? index.realHeads
      : [...index.realHeads.filter((head) => head !== id && !reallyCovered.has(head)), id],
    bases: isBase ? [...index.bases, id] : index.bases,
    realBases: isBase && dependsOn.length === 0 ? [...index.realBases, id] : index.realBases,
  }
}
