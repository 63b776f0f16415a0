/** From revisions as written to the index: names resolved, both directions of every edge, heads and bases. */
import { orderOrThrow } from './cycles.ts'
import { effectiveDependencies } from './dependencies.ts'
import { along, type Edges, type GraphIndex, joined, NO_LABELS, NO_NODES, revisionAt } from './graph-index.ts'
import { inheritLabels } from './labels.ts'
import {
  duplicateBranchLabel,
  duplicateRevision,
  missingDependency,
  missingDownRevision,
  missingRevision,
} from './load-errors.ts'
import type { GraphWarning, Revision } from './revision.ts'
import { checkAlone } from './revision-id.ts'

/** The revisions by node, and the order in which they came. */
export interface Registry {
  readonly count: number
  readonly revisions: readonly Revision[]
  readonly nodeOf: ReadonlyMap<string, number>
  /** Nodes in the order of registration; differs from counting only where an id came twice. */
  readonly order: readonly number[]
}

/** Builds the index. Warnings go to `warnings`, also when it throws a GraphError. */
export function buildIndex(revisions: Iterable<Revision>, warnings: GraphWarning[]): GraphIndex {
  const registry = register(revisions, warnings)
  const nodeOfLabel = mapLabels(registry)
  const dependencies = registry.revisions.map((revision) =>
    resolveDependencies(revision, registry.nodeOf, nodeOfLabel),
  )
  const parents = registry.revisions.map((revision) => resolveParents(revision, registry.nodeOf, warnings))
  // Most projects have none, and half of the lists.
  const hasDependencies = dependencies.some((list) => list.length > 0)
  const withParents = (edges: Edges): Edges =>
    parents.map((list, node) => joined(list, hasDependencies ? along(edges, node) : NO_NODES))
  const allNeeds = withParents(dependencies)
  const children = turnAround(registry, parents)
  const dependents = hasDependencies ? turnAround(registry, allNeeds) : children
  const effective = effectiveDependencies(dependencies, children)
  const { count, nodeOf } = registry
  const index = {
    count,
    revisions: registry.revisions,
    nodeOf,
    nodeOfLabel,
    parents,
    dependencies,
    effective,
    needs: withParents(effective),
    allNeeds,
    children,
    dependents,
    labels: registry.revisions.map(() => NO_LABELS),
    ...ends(registry, children, dependents),
  }
  const ordered = { ...index, ...orderOrThrow(index, registry.order) }
  return { ...ordered, labels: inheritLabels(ordered) }
}

function register(revisions: Iterable<Revision>, warnings: GraphWarning[]): Registry {
  const given = [...revisions]
  given.forEach(checkAlone)
  const nodeOf = new Map<string, number>()
  const live: Revision[] = []
  const replaced: Revision[] = []
  const order: (number | { replaced: number })[] = []
  const positionOf: number[] = []
  for (const revision of given) {
    const known = nodeOf.get(revision.id)
    const node = known ?? live.length
    const before = live[node]
    if (before !== undefined) {
      warnings.push(duplicateRevision(revision, before))
      order[positionOf[node] ?? 0] = { replaced: replaced.length }
      replaced.push(before)
    }
    nodeOf.set(revision.id, node)
    live[node] = revision
    positionOf[node] = order.length
    order.push(node)
  }
  return {
    count: live.length,
    revisions: [...live, ...replaced],
    nodeOf,
    order: order.map((entry) => (typeof entry === 'number' ? entry : live.length + entry.replaced)),
  }
}

function mapLabels({ revisions, nodeOf, order }: Registry): Map<string, number> {
  const nodeOfLabel = new Map<string, number>()
  for (const node of order) {
    const revision = revisions[node]
    for (const label of revision?.labels ?? []) {
      const taken = nodeOfLabel.get(label) ?? nodeOf.get(label)
      if (revision !== undefined && taken !== undefined) {
        throw duplicateBranchLabel(label, revision, revisions[taken] ?? revision)
      }
      nodeOfLabel.set(label, nodeOf.get(revision?.id ?? '') ?? node)
    }
  }
  return nodeOfLabel
}

/** The nodes `dependsOn` names. Throws `missing_dependency`. */
export function resolveDependencies(
  revision: Revision,
  nodeOf: ReadonlyMap<string, number>,
  nodeOfLabel: ReadonlyMap<string, number>,
): readonly number[] {
  if (revision.dependsOn.length === 0) return NO_NODES
  return revision.dependsOn.map((name) => {
    // A label is looked for first by Alembic too: it can be no revision's id.
    const node = nodeOfLabel.get(name) ?? nodeOf.get(name)
    if (node === undefined) throw missingDependency(revision, name)
    return node
  })
}

/** The nodes `downRevision` names. Warns and throws `missing_down_revision`. */
export function resolveParents(
  revision: Revision,
  nodeOf: ReadonlyMap<string, number>,
  warnings: GraphWarning[],
): readonly number[] {
  if (revision.parents.length === 0) return NO_NODES
  return revision.parents.map((parent) => {
    const node = nodeOf.get(parent)
    if (node === undefined) {
      warnings.push(missingRevision(revision, parent))
      throw missingDownRevision(revision, parent)
    }
    return node
  })
}

/** For each node those that lead to it. */
function turnAround({ revisions, nodeOf, count }: Registry, edges: Edges): Edges {
  const turned: (readonly number[])[] = revisions.map(() => NO_NODES)
  revisions.forEach((revision, at) => {
    // A replaced duplicate is still reached through its labels, and counts as a child under its id.
    if (at >= count && revision.labels.length === 0) return
    const node = at < count ? at : (nodeOf.get(revision.id) ?? at)
    for (const to of along(edges, at)) push(turned, to, node)
  })
  return turned
}

/** Nodes come in rising order but for duplicates, so a repetition stands at the end. */
function push(lists: (readonly number[])[], at: number, node: number): void {
  const list = lists[at] ?? NO_NODES
  if (list.at(-1) === node) return
  if (list === NO_NODES) lists[at] = [node]
  else if (!(node < (list.at(-1) ?? 0) && list.includes(node))) (list as number[]).push(node)
}

function ends(
  { revisions, order, count }: Registry,
  children: Edges,
  dependents: Edges,
): Pick<GraphIndex, 'heads' | 'realHeads' | 'bases' | 'realBases'> {
  const ids = (keep: (node: number, revision: Revision) => boolean): string[] => {
    const kept: string[] = []
    for (const node of order) {
      const revision = revisionAt({ revisions }, node)
      if (keep(node, revision)) kept.push(revision.id)
    }
    return kept
  }
  return {
    heads: ids((node) => node >= count || along(children, node).length === 0),
    realHeads: ids((node) => node >= count || along(dependents, node).length === 0),
    bases: ids((_, revision) => revision.parents.length === 0),
    realBases: ids((_, revision) => revision.parents.length === 0 && revision.dependsOn.length === 0),
  }
}
