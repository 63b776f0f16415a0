/** Sets of nodes, and which nodes can be reached along edges. No recursion: histories are long. */
import { along, type Edges, NO_NODES } from './graph-index.ts'

/** Nodes, each once, in the order they were added. */
export class NodeSet implements Iterable<number> {
  readonly #marks: Uint8Array
  readonly #list: number[] = []

  constructor(capacity: number, nodes: Iterable<number> = []) {
    this.#marks = new Uint8Array(capacity)
    for (const node of nodes) this.add(node)
  }

  get size(): number {
    return this.#list.length
  }

  get list(): readonly number[] {
    return this.#list
  }

  /** Adds `node`; false if it was there. */
  add(node: number): boolean {
    if (this.#marks[node] === 1) return false
    this.#marks[node] = 1
    this.#list.push(node)
    return true
  }

  has(node: number): boolean {
    return this.#marks[node] === 1
  }

  filter(keep: (node: number) => boolean): NodeSet {
    return new NodeSet(this.#marks.length, this.#list.filter(keep))
  }

  [Symbol.iterator](): Iterator<number> {
    return this.#list[Symbol.iterator]()
  }
}

/** `starts` and everything that can be reached from them, going only where `mayEnter` allows. */
export function reach(edges: Edges, starts: Iterable<number>, mayEnter?: (node: number) => boolean): NodeSet {
  const found = new NodeSet(edges.length, starts)
  // The list grows while it is walked: it is its own queue.
  const { list } = found
  for (let i = 0; i < list.length; i += 1) {
    const ways = edges[list[i] ?? -1] ?? NO_NODES
    for (let way = 0; way < ways.length; way += 1) {
      const next = ways[way] ?? -1
      if (mayEnter === undefined || mayEnter(next)) found.add(next)
    }
  }
  return found
}

/** The first of `starts` that can be reached from another one, with all that can be; undefined if none can. */
export function firstOverlap(edges: Edges, starts: readonly number[]): readonly number[] | undefined {
  if (new Set(starts).size < 2) return undefined
  const below = reach(
    edges,
    starts.flatMap((start) => along(edges, start)),
  )
  const overlapping = [...new Set(starts)].filter((start) => below.has(start))
  return overlapping.length > 0 ? overlapping : undefined
}
