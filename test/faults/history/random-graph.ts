import type { Dice } from '../../mutation/dice.ts'

export interface GraphNode {
  readonly id: string
  readonly parents: readonly string[]
  readonly dependsOn: readonly string[]
}

/** Revisions in an order in which each stands behind what it needs, and how many of them come first. */
export interface RandomGraph {
  readonly nodes: readonly GraphNode[]
  readonly early: number
}

/** Up to `most` revisions: lines, bases, branches, merges and dependencies. */
export function randomGraph(dice: Dice, most: number): RandomGraph {
  const nodes: GraphNode[] = []
  const above = new Map<string, ReadonlySet<string>>()
  const count = 1 + dice.below(most)
  for (let at = 0; at < count; at++) {
    const id = `r${at}_${dice.below(1e6).toString(16)}`
    const parents = dice.chance(8) ? [] : parentsFrom(nodes, above, dice)
    const before = new Set(parents.flatMap((parent) => [parent, ...(above.get(parent) ?? [])]))
    const others = nodes.filter((node) => !before.has(node.id)).map((node) => node.id)
    const dependsOn = others.length > 0 && dice.chance(15) ? dice.some(others, 2) : []
    nodes.push({ id, parents, dependsOn })
    above.set(id, new Set([...before, ...dependsOn.flatMap((one) => [one, ...(above.get(one) ?? [])])]))
  }
  return { nodes, early: dice.chance(50) ? count : 1 + dice.below(count) }
}

/** Mostly a tip, sometimes any, sometimes two of which neither builds on the other. */
function parentsFrom(
  nodes: readonly GraphNode[],
  above: ReadonlyMap<string, ReadonlySet<string>>,
  dice: Dice,
): readonly string[] {
  const tips = nodes.filter(({ id }) => !nodes.some(({ parents }) => parents.includes(id)))
  const one = dice.pick(dice.chance(75) ? tips : nodes)
  if (one === undefined || !dice.chance(20)) return one === undefined ? [] : [one.id]
  const apart = tips.filter(
    ({ id }) => id !== one.id && !above.get(id)?.has(one.id) && !above.get(one.id)?.has(id),
  )
  const other = dice.pick(apart)
  return other === undefined ? [one.id] : [one.id, other.id]
}
