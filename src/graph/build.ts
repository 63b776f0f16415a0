/** From revisions as written to the index: names resolved, both directions of every edge, heads and bases. */
import { orderOrThrow } from './cycles.ts'
import { effectiveDependencies } from './dependencies.ts'
import { along, type Edges, type GraphIndex, joined, NO_NODES, revisionAt } from './graph-index.ts'
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
export function buildIndex(given: Iterable<Revision>, warnings: GraphWarning[]): GraphIndex {
  const registry = register([...given], warnings)
  const { count, revisions, nodeOf } = registry
  const { hasLabels, hasDependencies, hasMerges } = traitsOf(revisions)
  const nodeOfLabel = hasLabels ? mapLabels(registry) : new Map<string, number>()
  const none: Edges = new Array(revisions.length).fill(NO_NODES)
  const dependencies = hasDependencies
    ? revisions.map((revision) => resolveDependencies(revision, nodeOf, nodeOfLabel))
    : none
  const parents = parentsOf(registry, warnings)
  const withParents = (edges: Edges): Edges =>
    hasDependencies || hasMerges ? parents.map((list, node) => joined(list, along(edges, node))) : parents
  const allNeeds = withParents(dependencies)
  const children = turnAround(registry, parents)
  const dependents = hasDependencies ? turnAround(registry, allNeeds) : children
  const effective = hasDependencies ? effectiveDependencies(dependencies, children) : dependencies
  const index = {
    count,
    revisions,
    nodeOf,
    nodeOfLabel,
    parents,
    dependencies,
    effective,
    needs: hasDependencies ? withParents(effective) : allNeeds,
    allNeeds,
    children,
    dependents,
    ...ends(registry, children, dependents),
  }
  return { ...index, ...orderOrThrow(index, registry.order), labels: inheritLabels(index) }
}

/** What most projects have none of: what would be done for it is left out there, revision by revision. */
function traitsOf(revisions: readonly Revision[]) {
  let [hasLabels, hasDependencies, hasMerges] = [false, false, false]
  for (const { parents, dependsOn, labels } of revisions) {
    if (labels.length > 0) hasLabels = true
    if (dependsOn.length > 0) hasDependencies = true
    if (parents.length > 1) hasMerges = true
  }
  return { hasLabels, hasDependencies, hasMerges }
}

function register(given: readonly Revision[], warnings: GraphWarning[]): Registry {
  for (const revision of given) checkAlone(revision)
  const nodeOf = new Map<string, number>()
  for (const { id } of given) nodeOf.set(id, nodeOf.size)
  return nodeOf.size === given.length
    ? { count: given.length, revisions: given, nodeOf, order: [...given.keys()] }
    : registerRepeated(given, warnings)
}

function registerRepeated(given: readonly Revision[], warnings: GraphWarning[]): Registry {
  const nodeOf = new Map<string, number>()
  const live: Revision[] = []
  const replaced: { readonly revision: Revision; readonly position: number }[] = []
  const order: number[] = []
  for (const revision of given) {
    const node = nodeOf.get(revision.id) ?? live.length
    const before = live[node]
    if (before === undefined) {
      nodeOf.set(revision.id, node)
    } else {
      warnings.push(duplicateRevision(revision, before))
      replaced.push({ revision: before, position: order.lastIndexOf(node) })
    }
    live[node] = revision
    order.push(node)
  }
  for (const [at, { position }] of replaced.entries()) order[position] = live.length + at
  return {
    count: live.length,
    revisions: [...live, ...replaced.map(({ revision }) => revision)],
    nodeOf,
    order,
  }
}

function mapLabels({ revisions, nodeOf, order }: Registry): Map<string, number> {
  const nodeOfLabel = new Map<string, number>()
  for (const node of order) {
    const revision = revisions[node]
    if (revision === undefined || revision.labels.length === 0) continue
    for (const label of revision.labels) {
      const taken = nodeOfLabel.get(label) ?? nodeOf.get(label)
      if (taken !== undefined) {
        throw duplicateBranchLabel(label, revision, revisions[taken] ?? revision)
      }
      nodeOfLabel.set(label, nodeOf.get(revision.id) ?? node)
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

function parentsOf({ revisions, nodeOf }: Registry, warnings: GraphWarning[]): Edges {
  const parents: (readonly number[])[] = []
  for (const revision of revisions) {
    const only = revision.parents.length === 1 ? nodeOf.get(revision.parents[0] ?? '') : undefined
    parents.push(only === undefined ? resolveParents(revision, nodeOf, warnings) : [only])
  }
  return parents
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
  const turned: (readonly number[])[] = new Array(revisions.length).fill(NO_NODES)
  for (let at = 0; at < revisions.length; at += 1) {
    const list = edges[at] ?? NO_NODES
    if (list.length === 0) continue
    const node = at < count ? at : nodeOfReplaced(revisions[at], nodeOf)
    if (node === undefined) continue
    for (let way = 0; way < list.length; way += 1) push(turned, list[way] ?? -1, node)
  }
  return turned
}

/** A replaced duplicate is still reached through its labels, and counts as a child under its id. */
function nodeOfReplaced(
  revision: Revision | undefined,
  nodeOf: ReadonlyMap<string, number>,
): number | undefined {
  return revision === undefined || revision.labels.length === 0 ? undefined : nodeOf.get(revision.id)
}

/** Nodes come in rising order but for duplicates, so a repetition stands at the end. */
function push(lists: (readonly number[])[], at: number, node: number): void {
  const list = lists[at] ?? NO_NODES
  const last = list[list.length - 1]
  if (last === undefined) lists[at] = [node]
  else if (last < node || !list.includes(node)) (list as number[]).push(node)
}

function ends(
  { revisions, order, count }: Registry,
  children: Edges,
  dependents: Edges,
): Pick<GraphIndex, 'heads' | 'realHeads' | 'bases' | 'realBases'> {
  const heads: string[] = []
  const realHeads: string[] = []
  const bases: string[] = []
  const realBases: string[] = []
  for (const node of order) {
    const isReplaced = node >= count
    const { id, parents, dependsOn } = revisionAt({ revisions }, node)
    if (isReplaced || children[node]?.length === 0) heads.push(id)
    if (isReplaced || dependents[node]?.length === 0) realHeads.push(id)
    if (parents.length > 0) continue
    bases.push(id)
    if (dependsOn.length === 0) realBases.push(id)
  }
  return { heads, realHeads, bases, realBases }
}
