import type { RevisionGraph } from './graph.ts'
import { iterateUpgrade } from './iterate.ts'
import { migrationPlan, type Plan } from './plan.ts'
import { rangeNotAllowed } from './plan-errors.ts'
import { splitRange, startHeads } from './range.ts'
import type { Heads } from './revision.ts'

/**
 * What to run to bring a database with these rows to `target`. Throws a
 * GraphError, before any step, for a target that cannot be reached and for a
 * row no file defines.
 */
export function planUpgrade(graph: RevisionGraph, target: string, heads: Heads): Plan {
  if (target.includes(':')) throw rangeNotAllowed(target)
  return upgradeFrom(graph, target, heads)
}

/** The same for a script, from `start` of `start:end`, or from base. Throws as `planUpgrade`. */
export function planUpgradeOffline(graph: RevisionGraph, range: string): Plan {
  const [start, end] = range.includes(':') ? splitRange(range) : [undefined, range]
  return upgradeFrom(graph, end, startHeads(graph, start))
}

function upgradeFrom(graph: RevisionGraph, target: string, heads: Heads): Plan {
  const revisions = iterateUpgrade(graph, target, heads, { implicitBase: true }).toReversed()
  return migrationPlan(graph, 'up', revisions, heads, [])
}
