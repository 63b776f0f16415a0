/** Two things that may be one, by their places in their lists, and how much they are alike. */
export interface Pair {
  readonly from: number
  readonly to: number
  readonly score: number
}

/** The pairs that go together: the most alike first, each thing once. Of equal pairs, the one that stands first. */
export function bestPairs(pairs: readonly Pair[]): readonly Pair[] {
  const froms = new Set<number>()
  const tos = new Set<number>()
  const sorted = [...pairs].sort((a, b) => b.score - a.score || a.from - b.from || a.to - b.to)
  const chosen = sorted.filter(({ from, to }) => {
    if (froms.has(from) || tos.has(to)) return false
    froms.add(from)
    tos.add(to)
    return true
  })
  return chosen.sort((a, b) => a.from - b.from)
}
