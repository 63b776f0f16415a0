/** traversal.json: walks over the graph and target syntax. */
import { collectDowngrade, collectUpgrade, type RangeOptions } from '../../src/graph/collect.ts'
import type { RevisionGraph } from '../../src/graph/graph.ts'
import { idOf } from '../../src/graph/graph-index.ts'
import { iterateDowngrade, iterateUpgrade } from '../../src/graph/iterate.ts'
import { placeName } from '../../src/graph/places.ts'
import { sortNewestFirst } from '../../src/graph/sort.ts'
import { parseDowngradeTarget, parseUpgradeTarget } from '../../src/graph/target.ts'
import { NodeSet } from '../../src/graph/walk.ts'
import {
  type Args,
  type Context,
  flagArg,
  identifiersArg,
  listArg,
  nullableArg,
  type Operation,
} from './vectors.ts'

function options({ warnings }: Context, args: Args): RangeOptions {
  return {
    implicitBase: flagArg(args, 'implicit_base'),
    inclusive: flagArg(args, 'inclusive'),
    exact: flagArg(args, 'assert_relative_length', true),
    warnings,
  }
}

function ids(graph: RevisionGraph, nodes: Iterable<number>): string[] {
  return [...nodes].map((node) => idOf(graph.index, node))
}

function nodes(graph: RevisionGraph, revs: readonly string[]): number[] {
  return revs.flatMap((id) => graph.index.nodeOf.get(id) ?? [])
}

export const walkOperations: Readonly<Record<string, Operation>> = {
  iterate(context, args) {
    const { graph } = context
    const upper = identifiersArg(args, 'upper')
    const walked = flagArg(args, 'select_for_downgrade')
      ? iterateDowngrade(graph, upper, nullableArg(args, 'lower'), options(context, args))
      : iterateUpgrade(graph, upper, identifiersArg(args, 'lower'), options(context, args))
    return { revs: walked.map(({ id }) => id) }
  },
  collect_upgrade(context, args) {
    const ends = [identifiersArg(args, 'upper'), identifiersArg(args, 'lower')] as const
    const { revisions, heads } = collectUpgrade(context.graph, ...ends, options(context, args))
    return { revs: ids(context.graph, revisions), heads: ids(context.graph, heads) }
  },
  collect_downgrade(context, args) {
    const ends = [identifiersArg(args, 'upper'), nullableArg(args, 'lower')] as const
    const { revisions, heads } = collectDowngrade(context.graph, ...ends, options(context, args))
    return { revs: ids(context.graph, revisions), heads: ids(context.graph, heads) }
  },
  topological_sort({ graph }, args) {
    const todo = new NodeSet(graph.index.revisions.length, nodes(graph, listArg(args, 'revs')))
    return { revs: ids(graph, sortNewestFirst(graph.index, todo, nodes(graph, listArg(args, 'heads')))) }
  },
  parse_upgrade_target({ graph }, args) {
    const exact = flagArg(args, 'assert_relative_length', true)
    const [heads, target] = [identifiersArg(args, 'heads'), identifiersArg(args, 'target')]
    return {
      revs: parseUpgradeTarget(graph, heads, target, { exact }).map((place) => placeName(graph, place)),
    }
  },
  parse_downgrade_target({ graph, warnings }, args) {
    const exact = flagArg(args, 'assert_relative_length', true)
    const [heads, target] = [identifiersArg(args, 'heads'), nullableArg(args, 'target')]
    const { branch, place } = parseDowngradeTarget(graph, heads, target, { exact }, warnings)
    return { label: branch ?? null, rev: placeName(graph, place) }
  },
}
