/**
 * The order in which revisions are shown and taken down: newest first, each
 * before everything it needs. Of the many such orders this is Alembic's.
 *
 * It follows one line down at a time. There is a list of lines, each standing
 * at a revision not yet written; the walk follows one of them until its
 * revision is needed by a revision on another line, then changes to the first
 * such line. A revision that needs several others splits its line: the first
 * goes on, the rest join the end of the list. A line that comes to nothing new
 * ends, and the walk goes back to the line before it.
 */
import { along, type GraphIndex, idOf } from './graph-index.ts'
import { disconnected } from './plan-errors.ts'
import { type NodeSet, reach } from './walk.ts'

/** `todo` in order, starting at those of `heads` that are in it. Throws `disconnected` if that doesn't reach all of it. */
export function sortNewestFirst(index: GraphIndex, todo: NodeSet, heads: Iterable<number>): number[] {
  if (index.hiddenCycle) throw index.hiddenCycle
  const walk = new LineWalk(index, todo, [...new Set(heads)].filter((head) => todo.has(head)).sort(ascending))
  const sorted = walk.run()
  if (sorted.length < todo.size) {
    const reached = new Set(sorted)
    const left = todo.list.filter((node) => !reached.has(node))
    throw disconnected(left.map((node) => idOf(index, node)))
  }
  return sorted
}

function ascending(a: number, b: number): number {
  return a - b
}

function addTo(counts: Int32Array, nodes: readonly number[], by: number): void {
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at] ?? -1
    counts[node] = (counts[node] ?? 0) + by
  }
}

/** A line keeps its number while it stands; numbers rise along the list. */
class LineWalk {
  readonly #index: GraphIndex
  readonly #todo: NodeSet
  /** How many revisions that need this one, among the starts and all they need, are not written yet. */
  readonly #waiting: Int32Array
  readonly #written: Uint8Array
  /** Where each line stands. */
  readonly #lines: number[] = []
  readonly #before: number[] = []
  readonly #after: number[] = []
  /** The line that stands at a node, or -1. */
  readonly #lineAt: Int32Array
  /** The search in which a node was last seen, so that searches need no clearing. */
  readonly #seen: Int32Array
  readonly #stack: Int32Array
  #first = -1
  #last = -1
  #searches = 0

  constructor(index: GraphIndex, todo: NodeSet, starts: readonly number[]) {
    const size = index.revisions.length
    this.#index = index
    this.#todo = todo
    const waiting = new Int32Array(size)
    for (const node of reach(index.allNeeds, starts).list) addTo(waiting, along(index.allNeeds, node), 1)
    this.#waiting = waiting
    this.#written = new Uint8Array(size)
    this.#lineAt = new Int32Array(size).fill(-1)
    this.#seen = new Int32Array(size)
    this.#stack = new Int32Array(size)
    for (const start of starts) this.#append(start)
  }

  run(): number[] {
    const sorted: number[] = []
    let line = this.#first
    while (line !== -1) {
      const node = this.#lines[line] ?? -1
      const other = this.#firstLineAbove(node)
      if (other !== -1) {
        line = other
        continue
      }
      sorted.push(node)
      this.#written[node] = 1
      addTo(this.#waiting, along(this.#index.allNeeds, node), -1)
      line = this.#goDown(line, node)
    }
    return sorted
  }

  /** The first line, in list order, that stands somewhere above `node`; -1 if there is none. */
  #firstLineAbove(node: number): number {
    if (this.#waiting[node] === 0) return -1
    this.#searches += 1
    const own = this.#lineAt[node] ?? -1
    let line = this.#first
    while (line !== -1 && (line === own || !this.#isAbove(this.#lines[line] ?? -1, node))) {
      line = this.#after[line] ?? -1
    }
    return line
  }

  /** Whether `top` needs `node`, directly or not. Lines asked in one search don't go over the same ground twice. */
  #isAbove(top: number, node: number): boolean {
    const { heights, needs } = this.#index
    const height = heights[node] ?? 0
    let depth = 0
    if ((heights[top] ?? 0) < height) this.#stack[depth++] = top
    while (depth > 0) {
      for (const need of along(needs, this.#stack[--depth] ?? -1)) {
        if (need === node) return true
        if (this.#seen[need] === this.#searches || (heights[need] ?? 0) >= height) continue
        this.#seen[need] = this.#searches
        this.#stack[depth++] = need
      }
    }
    return false
  }

  /** Moves `line` from `node`, just written, to what that needs. Returns the line to follow next. */
  #goDown(line: number, node: number): number {
    this.#lineAt[node] = -1
    let isTaken = false
    for (const need of along(this.#index.needs, node)) {
      if (!this.#todo.has(need) || this.#written[need] === 1 || this.#lineAt[need] !== -1) continue
      if (isTaken) this.#append(need)
      else this.#stand(line, need)
      isTaken = true
    }
    return isTaken ? line : this.#end(line)
  }

  #stand(line: number, node: number): void {
    this.#lines[line] = node
    this.#lineAt[node] = line
  }

  #append(node: number): void {
    const line = this.#lines.length
    this.#stand(line, node)
    this.#before.push(this.#last)
    this.#after.push(-1)
    if (this.#last === -1) this.#first = line
    else this.#after[this.#last] = line
    this.#last = line
  }

  #end(line: number): number {
    const before = this.#before[line] ?? -1
    const after = this.#after[line] ?? -1
    if (before === -1) this.#first = after
    else this.#after[before] = after
    if (after === -1) this.#last = before
    else this.#before[after] = before
    return before === -1 ? this.#first : before
  }
}
