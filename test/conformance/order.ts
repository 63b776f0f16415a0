import type { VectorGraph } from './vectors.ts'

/** Whether no revision stands before something it needs (oldest first) or after it (newest first). */
export function sameOrder(
  written: VectorGraph,
  ids: readonly string[],
  order: 'oldest first' | 'newest first',
): string | undefined {
  const sequence = order === 'oldest first' ? ids : [...ids].reverse()
  const position = new Map(sequence.map((id, i) => [id, i]))
  const idOfLabel = new Map(
    written.revs.flatMap(({ id, labels = [] }) => labels.map((label) => [label, id] as const)),
  )
  for (const { id, down = [], deps = [] } of written.revs) {
    const own = position.get(id)
    if (own === undefined) continue
    for (const name of [...down, ...deps]) {
      const need = idOfLabel.get(name) ?? name
      if ((position.get(need) ?? -1) > own) return `${id} comes before ${need}, which it needs`
    }
  }
  return undefined
}
