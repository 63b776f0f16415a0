/** Stamping: writing into the version table where a database is, without running anything. */
import { refuseOverlap } from './collect.ts'
import type { RevisionGraph } from './graph.ts'
import { idOf, revisionAt } from './graph-index.ts'
import { VersionRows } from './heads.ts'
import { lineageTest } from './identifier.ts'
import { overlapping, overlappingRows } from './lookup-errors.ts'
import { onlyNodes, placesOf } from './places.ts'
import type { Plan, StampStep } from './plan.ts'
import { purgeWithSql, stampMultipleStarts } from './plan-errors.ts'
import { scriptRange, startHeads } from './range.ts'
import type { Heads } from './revision.ts'
import type { StepEffect, VersionChange } from './table-effect.ts'
import { currentPlaces } from './target.ts'
import { reach } from './walk.ts'

/** A stamp before it meets the rows. */
export interface StampMove {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly direction: 'up' | 'down'
  /** It adds or removes a branch by itself, rather than moving rows. */
  readonly branchMove: boolean
}

export interface StampOptions {
  /** Start from an empty table, whatever the rows are. */
  readonly purge?: boolean
  /** For a script: a target may be `start:end`, and rows are not asked for. */
  readonly offline?: boolean
}

/** The steps that make the table say `targets`. Throws a GraphError before any step. */
export function planStamp(
  graph: RevisionGraph,
  targets: readonly string[],
  heads: Heads,
  { purge = false, offline = false }: StampOptions = {},
): Plan {
  if (purge && offline) throw purgeWithSql()
  const ends = offline ? offlineEnds(graph, targets) : { start: purge ? [] : heads, targets }
  const rows = new VersionRows(graph, ends.start)
  const steps = stampMoves(graph, ends.targets, ends.start).map((move) => stampStep(rows, move))
  return { start: ends.start, final: rows.list, steps, warnings: [] }
}

function offlineEnds(
  graph: RevisionGraph,
  targets: readonly string[],
): { start: Heads; targets: readonly string[] } {
  const ranges = targets.map((target) =>
    target.includes(':') ? scriptRange(target) : ([undefined, target] as const),
  )
  const starts = [...new Set(ranges.flatMap(([start]) => start ?? []))]
  if (starts.length > 1) throw stampMultipleStarts(starts)
  return { start: startHeads(graph, starts[0]), targets: ranges.map(([, end]) => end) }
}

/**
 * Throws `overlapping_revisions` where the rows that a stamp leaves build on one another: a database is at the newer
 * one alone, and nothing could be planned from both. Alembic writes them.
 */
export function requireRowsApart(graph: RevisionGraph, { start, final }: Plan): void {
  const isOld = final.every((row) => start.includes(row))
  refuseOverlap(graph, onlyNodes(placesOf(graph, final), final), isOld ? overlappingRows : overlapping)
}

/** How the rows get to the targets: each target down from rows above it, up from rows below it, or as a new branch. */
export function stampMoves(
  graph: RevisionGraph,
  targets: readonly string[],
  heads: Heads,
): readonly StampMove[] {
  const wanted = targets.length > 0 ? targets : ['base']
  const rows = onlyNodes(currentPlaces(graph, heads), heads)
  const related = [
    ...new Set(
      wanted
        .filter((target) => target !== '')
        .flatMap((target) => rows.filter(lineageTest(graph, target, { dependencies: true }))),
    ),
  ]
  const places = placesOf(graph, wanted)
  const ids = (nodes: readonly number[]) => nodes.map((node) => idOf(graph.index, node))
  return (places.length > 0 ? places : [undefined]).flatMap((place): StampMove[] => {
    if (place === undefined) {
      return ids(related).map((row) => ({ from: [row], to: [], direction: 'down', branchMove: true }))
    }
    const [node = -1] = onlyNodes([place], wanted)
    if (related.includes(node)) return []
    const direction = directionTo(graph, node, related)
    if (direction === undefined) return [{ from: [], to: ids([node]), direction: 'up', branchMove: true }]
    return [{ from: ids(related), to: ids([node]), direction, branchMove: false }]
  })
}

function directionTo(graph: RevisionGraph, node: number, rows: readonly number[]): 'up' | 'down' | undefined {
  const { index } = graph
  const above = reach(index.dependents, [node])
  const below = reach(index.needs, [node])
  const [isAbove, isBelow] = [rows.find((row) => above.has(row)), rows.find((row) => below.has(row))]
  if (isAbove === undefined) return isBelow === undefined ? undefined : 'up'
  if (isBelow !== undefined) throw overlapping(revisionAt(index, isAbove), [idOf(index, isBelow)])
  return 'down'
}

/** The move as a step against `rows`, which it changes. */
export function stampStep(rows: VersionRows, move: StampMove): StampStep {
  const [effect, changes] = stampEffect(move, rows.list)
  const written = rows.write(effect, changes)
  return {
    direction: 'stamp',
    stamp: move.direction,
    branchMove: move.branchMove,
    from: move.from,
    to: move.to,
    fromWithoutDependencies: move.from,
    toWithoutDependencies: move.to,
    effect: written.effect,
    changes: written.changes,
    after: written.after,
  }
}

function stampEffect(
  { from, to, direction, branchMove }: StampMove,
  rows: Heads,
): [StepEffect, VersionChange[]] {
  const isMissing = (id: string) => !rows.includes(id)
  if (direction === 'down' && branchMove) return ['deleteBranch', from.map((id) => ({ kind: 'delete', id }))]
  if (direction === 'up' && (branchMove || from.some(isMissing)) && to.some(isMissing)) {
    return ['createBranch', to.map((id) => ({ kind: 'insert', id }))]
  }
  const [last = '', target = ''] = [from.at(-1), to.at(-1)]
  const update: VersionChange = { kind: 'update', from: from.length > 1 ? last : (from[0] ?? ''), to: target }
  if (from.length > 1) {
    const merged = from.slice(0, -1).map((id): VersionChange => ({ kind: 'delete', id }))
    return ['merge', [...merged, { ...update, to: to[0] ?? '' }]]
  }
  const split = to.slice(0, -1).map((id): VersionChange => ({ kind: 'insert', id }))
  return [to.length > 1 ? 'unmerge' : 'update', [...split, update]]
}
