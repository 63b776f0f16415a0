/**
 * The graph as text, newest first: a column (lane) for each revision waited
 * for, a row for each revision, and a row of connections where lanes part or
 * meet. Lanes that wait for the same revision meet at once, so that there are
 * few of them and the drawing stays linear in the history.
 */
import type { RevisionGraph } from './graph.ts'
import { along, revisionAt } from './graph-index.ts'
import { history } from './history.ts'
import type { Revision } from './revision.ts'

/** `drawing` stands before the text of `revision`; a row of connections has no revision. */
export interface GraphRow {
  readonly drawing: string
  readonly revision?: Revision
}

const FREE = -1

/** Draws the graph, or those of its revisions, which must be given newest first. */
export function drawGraph(
  graph: RevisionGraph,
  revisions: readonly Revision[] = history(graph, undefined, []),
): GraphRow[] {
  const { index } = graph
  const shown = new Set(revisions.map(({ id }) => index.nodeOf.get(id) ?? FREE))
  const lanes = new Lanes()
  const rows: GraphRow[] = []
  for (const node of shown) {
    const needs = along(index.needs, node).filter((need) => shown.has(need))
    const column = lanes.columnOf(node)
    rows.push({ drawing: lanes.draw(column), revision: revisionAt(index, node) })
    const connections = lanes.connect(node, column, needs)
    if (connections !== undefined) rows.push({ drawing: connections })
  }
  return rows
}

class Lanes {
  /** What each lane waits for. */
  readonly #waiting: number[] = []
  readonly #columns = new Map<number, number>()
  /** All lanes as they stand; two characters each. */
  #line = ''

  /** The lane that waits for `node`, or a new one. */
  columnOf(node: number): number {
    return this.#columns.get(node) ?? this.#open(node)
  }

  draw(column: number): string {
    return `${this.#line.slice(0, 2 * column)}o${this.#line.slice(2 * column + 1)}`.trimEnd()
  }

  /** Moves the lane from `node` to what it needs; a row of connections if that takes other lanes. */
  connect(node: number, column: number, needs: readonly number[]): string | undefined {
    this.#columns.delete(node)
    const joined = needs.flatMap((need) => this.#columns.get(need) ?? [])
    const [straight, ...others] = needs.filter((need) => !this.#columns.has(need))
    this.#set(column, straight ?? FREE)
    const opened = others.map((need) => this.#open(need))
    if (joined.length + opened.length === 0) return undefined
    return this.#connections(column, new Set(joined), new Set(opened))
  }

  #open(node: number): number {
    const free = this.#waiting.indexOf(FREE)
    const column = free === -1 ? this.#waiting.length : free
    this.#set(column, node)
    return column
  }

  #set(column: number, node: number): void {
    this.#waiting[column] = node
    if (node !== FREE) this.#columns.set(node, column)
    const mark = node === FREE ? '  ' : '│ '
    if (this.#line.slice(2 * column, 2 * column + 2) !== mark) {
      this.#line = `${this.#line.slice(0, 2 * column)}${mark}${this.#line.slice(2 * column + 2)}`
    }
    while (this.#waiting.at(-1) === FREE) this.#waiting.pop()
    this.#line = this.#line.slice(0, 2 * this.#waiting.length)
  }

  #connections(from: number, joined: ReadonlySet<number>, opened: ReadonlySet<number>): string {
    const ends = [from, ...joined, ...opened]
    const [left, right] = [Math.min(...ends), Math.max(...ends)]
    let row = this.#line.slice(0, 2 * left)
    for (let column = left; column <= right; column += 1) {
      const isLane = (this.#waiting[column] ?? FREE) !== FREE
      const isEnd = column === from || joined.has(column) || opened.has(column)
      const up = column === from || joined.has(column)
      row += isEnd ? corner(up, isLane, column > left, column < right) : isLane ? '│' : '─'
      row += column < right ? '─' : ' '
    }
    return `${row}${this.#line.slice(2 * right + 2)}`.trimEnd()
  }
}

/** The box character with lines to the sides named. */
function corner(up: boolean, down: boolean, left: boolean, right: boolean): string {
  const sides = Number(up) * 8 + Number(down) * 4 + Number(left) * 2 + Number(right)
  return ' ╶╴─╷╭╮┬╵╰╯┴│├┤┼'[sides] ?? ' '
}
