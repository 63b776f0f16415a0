/** Something to be put in order: it comes after all that it needs, as far as that is possible. */
export interface Placed {
  readonly needs: readonly Need[]
}

/** That one part needs another, by its place in the list. */
export interface Need {
  readonly on: number
  /** `must`: it can't be made before. `may`: a text names it, which can be chance. `later`: it can be added later. */
  readonly strength: 'must' | 'may' | 'later'
}

/**
 * The places of `parts` in an order in which each comes after what it needs. Where that goes in circles, needs that
 * are only `may` give way first, then those that can come `later`. Parts that don't need each other stay in the order
 * they are in. Linear in parts and needs; no recursion.
 */
export function inOrder(parts: readonly Placed[]): readonly number[] {
  const circle = circlesOf(parts)
  const apart = ({ on, strength }: Need, from: number) =>
    strength === 'must' || circle[from] !== circle[on] || from === on
  const order = visit(parts, (need, from) => apart(need, from) || need.strength === 'later')
  return respectsMust(parts, order) ? order : visit(parts, apart)
}

function respectsMust(parts: readonly Placed[], order: readonly number[]): boolean {
  const place = new Int32Array(parts.length)
  for (const [at, part] of order.entries()) place[part] = at
  return parts.every(({ needs }, from) =>
    needs.every(({ on, strength }) => strength !== 'must' || on === from || at(place, on) < at(place, from)),
  )
}

/** Depth first: what a part needs is placed before it; what leads back to a part in the making is passed over. */
function visit(parts: readonly Placed[], follows: (need: Need, from: number) => boolean): readonly number[] {
  const order: number[] = []
  const seen = new Uint8Array(parts.length)
  const stack: { part: number; next: number }[] = []
  for (let start = 0; start < parts.length; start++) {
    if (seen[start] === 1) continue
    seen[start] = 1
    stack.push({ part: start, next: 0 })
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const need = parts[top.part]?.needs[top.next++]
      if (need === undefined) {
        order.push(top.part)
        stack.pop()
      } else if (seen[need.on] === 0 && follows(need, top.part)) {
        seen[need.on] = 1
        stack.push({ part: need.on, next: 0 })
      }
    }
  }
  return order
}

/** For each part the number of the circle it is in: parts that need each other, directly or not, share one. */
function circlesOf(parts: readonly Placed[]): Int32Array {
  const backwards: number[][] = parts.map(() => [])
  for (const [from, { needs }] of parts.entries()) for (const { on } of needs) backwards[on]?.push(from)
  const circle = new Int32Array(parts.length).fill(-1)
  const last = visit(parts, () => true).toReversed()
  for (const start of last) {
    if (circle[start] !== -1) continue
    circle[start] = start
    const stack = [start]
    for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
      for (const next of backwards[part] ?? []) {
        if (circle[next] !== -1) continue
        circle[next] = start
        stack.push(next)
      }
    }
  }
  return circle
}

function at(list: Int32Array, index: number): number {
  return list[index] ?? 0
}
