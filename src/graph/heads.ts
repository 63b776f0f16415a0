/**
 * Heads: the rows of the version table.
 *
 * They are the tips of the applied set: the applied revisions that no other
 * applied revision needs. A step adds or removes one revision, and the rows to
 * write are the difference between old tips and new. Going up, the new
 * revision takes the place of the rows it needs. Going down, it leaves its
 * place to what it needs and no other row covers.
 *
 * In one case Alembic keeps more than the tips, and so do we, since the table
 * is shared with it: a revision taken down leaves all it needs, even where one
 * of these is an ancestor of another, unless it was the last row.
 */
import type { RevisionGraph } from './graph.ts'
import { along, type GraphIndex, idOf } from './graph-index.ts'
import type { Heads } from './revision.ts'
import { changedRows, RowsTrail } from './rows-trail.ts'
import type { StepEffect, TableEffect, VersionChange } from './table-effect.ts'
import { NodeSet, reach } from './walk.ts'

/** The rows during a plan. Order is kept as a table would: an update stays in its place. */
export class VersionRows {
  readonly #index: GraphIndex
  readonly #rows: string[]
  readonly #trail: RowsTrail
  /** The nodes of the rows, at the same places; -1 where no file defines the row. */
  readonly #places: number[]
  readonly #nodes: Set<number>
  /** 1 for what is applied: the rows and all they need. */
  readonly #applied: Uint8Array
  /** The search in which a node was last seen, so that searches need no clearing. */
  readonly #seen: Int32Array
  #searches = 0

  constructor({ index }: RevisionGraph, heads: Heads) {
    this.#index = index
    this.#rows = [...new Set(heads)]
    this.#trail = new RowsTrail(this.#rows.slice())
    this.#places = this.#rows.map((row) => index.nodeOf.get(row) ?? -1)
    this.#nodes = new Set(this.#places.filter((node) => node !== -1))
    this.#applied = new Uint8Array(index.revisions.length)
    this.#seen = new Int32Array(index.revisions.length)
    for (const node of reach(index.needs, this.#nodes)) this.#applied[node] = 1
  }

  get list(): Heads {
    return this.#rows.slice()
  }

  /** Records that the revision was run. */
  upgrade(id: string): TableEffect {
    const node = this.#index.nodeOf.get(id) ?? -1
    const needs = along(this.#index.needs, node)
    const rows = needs.filter((need) => this.#nodes.has(need))
    // A row below another row has no business in the table; it is left to whoever put it there.
    const ends = rows.length > 1 ? rows.filter((row) => !this.#isBelowRow(row, new Set(needs))) : rows
    const effect = rows.length === 0 ? 'createBranch' : rows.length === 1 ? 'update' : 'merge'
    this.#applied[node] = 1
    return this.#apply(effect, joinInto(ends, node))
  }

  /** Records that the revision was taken down. One that is no row changes nothing: another row stands for it. */
  downgrade(id: string): TableEffect {
    const node = this.#index.nodeOf.get(id) ?? -1
    const needs = along(this.#index.needs, node)
    const isRow = this.#nodes.has(node)
    const left = isRow ? this.#leftBy(node, needs) : []
    const effect = left.length === 0 ? 'deleteBranch' : needs.length > 1 ? 'unmerge' : 'update'
    const result = this.#apply(effect, isRow ? splitInto(node, left) : [])
    this.#applied[node] = 0
    return result
  }

  /** Writes changes of a stamp. One that doesn't fit the rows is made to fit: what counts is where it ends. */
  write(effect: StepEffect, changes: readonly VersionChange[]): TableEffect {
    const written: VersionChange[] = []
    for (const change of changes) {
      const fitting = fitted(change, this.#rows)
      if (fitting === undefined) continue
      written.push(fitting)
      this.#rows.splice(0, this.#rows.length, ...changedRows(this.#rows, fitting))
    }
    return this.#trail.record(effect, written)
  }

  #leftBy(node: number, needs: readonly number[]): readonly number[] {
    const self = new Set([node])
    if (this.#nodes.size > 1) return needs.filter((need) => !this.#isCovered(need, self))
    return needs.length < 2 ? needs : this.#withoutAncestors(needs)
  }

  #withoutAncestors(nodes: readonly number[]): readonly number[] {
    const { heights, needs } = this.#index
    const deepest = Math.max(...nodes.map((node) => heights[node] ?? 0))
    const mayEnter = (node: number) => (heights[node] ?? 0) <= deepest
    const starts = nodes.flatMap((node) => along(needs, node)).filter(mayEnter)
    if (starts.length === 0) return nodes
    const below = reach(needs, starts, mayEnter)
    return nodes.filter((node) => !below.has(node))
  }

  #isCovered(node: number, except: ReadonlySet<number>): boolean {
    return (this.#nodes.has(node) && !except.has(node)) || this.#isBelowRow(node, except)
  }

  /** Whether some row, other than `except`, needs `node`. */
  #isBelowRow(node: number, except: ReadonlySet<number>): boolean {
    this.#searches += 1
    const found = [node]
    while (found.length > 0) {
      for (const above of along(this.#index.dependents, found.pop() ?? -1)) {
        if (this.#applied[above] !== 1 || this.#seen[above] === this.#searches) continue
        if (this.#nodes.has(above) && !except.has(above)) return true
        this.#seen[above] = this.#searches
        found.push(above)
      }
    }
    return false
  }

  #apply(effect: StepEffect, moves: readonly Move[]): TableEffect {
    return this.#trail.record(
      effect,
      moves.flatMap((move) => this.#move(move)),
    )
  }

  /** One row's move as a statement; none, or a delete, where the row it leads to is there already. */
  #move([from, given]: Move): VersionChange | [] {
    const to = given !== undefined && this.#nodes.has(given) ? undefined : given
    if (from === undefined && to === undefined) return []
    const at = from === undefined ? this.#rows.length : this.#places.indexOf(from)
    if (from !== undefined) this.#nodes.delete(from)
    if (to === undefined) {
      this.#places.splice(at, 1)
      const [id = ''] = this.#rows.splice(at, 1)
      return { kind: 'delete', id }
    }
    const before = this.#rows[at]
    const id = idOf(this.#index, to)
    this.#nodes.add(to)
    this.#places[at] = to
    this.#rows[at] = id
    return before === undefined ? { kind: 'insert', id } : { kind: 'update', from: before, to: id }
  }
}

/** A row's node before and after; undefined where there is no row. */
type Move = readonly [from: number | undefined, to: number | undefined]

function joinInto(rows: readonly number[], node: number): Move[] {
  if (rows.length === 0) return [[undefined, node]]
  return rows.map((row, i) => [row, i === rows.length - 1 ? node : undefined])
}

function splitInto(node: number, left: readonly number[]): Move[] {
  if (left.length === 0) return [[node, undefined]]
  return left.map((need, i) => [i === left.length - 1 ? node : undefined, need])
}

function fitted(change: VersionChange, rows: Heads): VersionChange | undefined {
  if (change.kind === 'insert') return rows.includes(change.id) ? undefined : change
  if (change.kind === 'delete') return rows.includes(change.id) ? change : undefined
  const [hasFrom, hasTo] = [rows.includes(change.from), rows.includes(change.to)]
  if (hasFrom) return hasTo ? { kind: 'delete', id: change.from } : change
  return hasTo ? undefined : { kind: 'insert', id: change.to }
}

/** The tips of what `heads` and their needs make up: `heads` without those another one needs. */
export function tipsOf(graph: RevisionGraph, applied: Iterable<string>): Heads {
  const { index } = graph
  const set = new NodeSet(
    index.revisions.length,
    [...applied].flatMap((id) => index.nodeOf.get(id) ?? []),
  )
  const covered = reach(
    index.needs,
    set.list.flatMap((node) => along(index.needs, node)),
  )
  return set.list.filter((node) => !covered.has(node)).map((node) => idOf(index, node))
}
