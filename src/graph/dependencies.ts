import { along, type Edges, NO_NODES } from './graph-index.ts'
import { reach } from './walk.ts'

/**
 * Dependencies without those that an ancestor (by `downRevision`) already has.
 *
 * Asked per dependency, not per revision: only one that several revisions name
 * can be redundant, and then one walk up from all of them finds who is above
 * whom.
 */
export function effectiveDependencies(dependencies: Edges, children: Edges): Edges {
  const users = new Map<number, number[]>()
  dependencies.forEach((list, node) => {
    for (const dependency of list) {
      const known = users.get(dependency)
      if (known === undefined) users.set(dependency, [node])
      else if (known.at(-1) !== node) known.push(node)
    }
  })
  const effective = dependencies.map((list) => (list.length < 2 ? list : [...new Set(list)]))
  for (const [dependency, nodes] of users) {
    if (nodes.length < 2) continue
    const above = reach(
      children,
      nodes.flatMap((node) => along(children, node)),
    )
    for (const node of nodes) {
      if (above.has(node)) effective[node] = without(effective[node] ?? NO_NODES, dependency)
    }
  }
  return effective
}

function without(list: readonly number[], node: number): readonly number[] {
  const rest = list.filter((member) => member !== node)
  return rest.length > 0 ? rest : NO_NODES
}
