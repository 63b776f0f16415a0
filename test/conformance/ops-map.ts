/** revision-map.json and generate-revision.json: loading, adding, lookups, parents of a new revision. */
import type { RevisionGraph } from '../../src/graph/graph.ts'
import { parentsForRevision } from '../../src/graph/next-revision.ts'
import {
  currentHead,
  filterForLineage,
  getRevision,
  getRevisions,
  resolveNumber,
} from '../../src/graph/resolve.ts'
import {
  type Answer,
  asRevision,
  build,
  flagArg,
  identifiersArg,
  listArg,
  nullableArg,
  type Operation,
  stringArg,
  type VectorRevision,
} from './vectors.ts'

function flags(graph: RevisionGraph, id: string): string[] {
  const all: [string, boolean][] = [
    ['head', graph.isHead(id)],
    ['real_head', graph.isRealHead(id)],
    ['base', graph.isBase(id)],
    ['real_base', graph.isRealBase(id)],
    ['branch_point', graph.isBranchPoint(id)],
    ['real_branch_point', graph.isRealBranchPoint(id)],
    ['merge_point', graph.isMergePoint(id)],
  ]
  return all.flatMap(([name, is]) => (is ? [name] : []))
}

function entry(graph: RevisionGraph, id: string): Answer {
  const dependencies = graph.dependencies(id)
  const next = [...graph.children(id)].sort()
  const allNext = [...graph.dependents(id)].sort()
  const labels = [...graph.labelsOf(id)].sort()
  return {
    id,
    down: graph.require(id).parents,
    ...(dependencies.length > 0 && {
      deps: dependencies,
      effective_deps: [...graph.effectiveDependencies(id)].sort(),
    }),
    next,
    ...(allNext.join() !== next.join() && { all_next: allNext }),
    ...(labels.length > 0 && { labels }),
    flags: flags(graph, id),
  }
}

function summary(graph: RevisionGraph): Answer {
  return {
    heads: graph.heads,
    real_heads: graph.realHeads,
    bases: graph.bases,
    real_bases: graph.realBases,
    label_of: Object.fromEntries([...graph.labels].sort()),
  }
}

function entries(graph: RevisionGraph): Answer[] {
  return graph.revisions.map(({ id }) => entry(graph, id))
}

function identity(place: { readonly id: string } | 'base' | undefined): string | null {
  return typeof place === 'object' ? place.id : (place ?? null)
}

export const mapOperations: Readonly<Record<string, Operation>> = {
  load({ written, warnings }) {
    const graph = build(written, warnings)
    return { ...summary(graph), revisions: entries(graph) }
  },
  add_revision({ graph, warnings }, args) {
    const before = new Set(entries(graph).map((one) => JSON.stringify(one)))
    const after = graph.withRevision(asRevision(args.revision as VectorRevision), warnings)
    const changed = entries(after).filter((one) => !before.has(JSON.stringify(one)))
    return { ...summary(after), revisions: changed }
  },
  get_revision({ graph }, args) {
    return { rev: getRevision(graph, identifiersArg(args, 'id'))?.id ?? null }
  },
  get_revisions({ graph }, args) {
    return { revs: getRevisions(graph, identifiersArg(args, 'id')).map(identity) }
  },
  resolve({ graph }, args) {
    return { value: resolveNumber(graph, nullableArg(args, 'id')) }
  },
  current_head({ graph }, args) {
    return { rev: currentHead(graph, nullableArg(args, 'label') ?? undefined) ?? null }
  },
  filter_for_lineage({ graph }, args) {
    const options = { dependencies: flagArg(args, 'deps') }
    return { revs: filterForLineage(graph, listArg(args, 'targets'), nullableArg(args, 'check'), options) }
  },
  generate_revision({ graph, warnings }, args) {
    const revision = parentsForRevision(graph, {
      id: stringArg(args, 'id'),
      heads: identifiersArg(args, 'head'),
      splice: flagArg(args, 'splice'),
      labels: listArg(args, 'labels'),
      dependsOn: listArg(args, 'depends_on'),
    })
    const { heads } = graph.withRevision(revision, warnings)
    return { down: revision.parents, deps: revision.dependsOn, labels: revision.labels, heads }
  },
}
