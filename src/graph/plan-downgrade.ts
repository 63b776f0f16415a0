import type { RevisionGraph } from './graph.ts'
import { iterateDowngrade } from './iterate.ts'
import { migrationPlan, type Plan } from './plan.ts'
import { rangeNotAllowed, sqlDowngradeNeedsRange } from './plan-errors.ts'
import { scriptRange, startHeads } from './range.ts'
import type { GraphWarning, Heads } from './revision.ts'

/**
 * What to take down to bring a database with these rows to `target`. The order
 * of the rows counts for `-N`, which starts from the first. Throws a GraphError,
 * before any step, for a target that is not below the rows and for a row no
 * file defines. `warnings`, if given, receives the warnings even then.
 */
export function planDowngrade(
  graph: RevisionGraph,
  target: string,
  heads: Heads,
  warnings: GraphWarning[] = [],
): Plan {
  if (target.includes(':')) throw rangeNotAllowed(target)
  return downgradeFrom(graph, target, heads, warnings)
}

/** The same for a script, which needs `start:end`. Throws as `planDowngrade`, and `sql_downgrade_needs_range`. */
export function planDowngradeOffline(
  graph: RevisionGraph,
  range: string,
  warnings: GraphWarning[] = [],
): Plan {
  if (!range.includes(':')) throw sqlDowngradeNeedsRange(range)
  const [start, end] = scriptRange(range)
  return downgradeFrom(graph, end, startHeads(graph, start), warnings)
}

function downgradeFrom(graph: RevisionGraph, target: string, heads: Heads, warnings: GraphWarning[]): Plan {
  const revisions = iterateDowngrade(graph, heads, target, { warnings })
  return migrationPlan(graph, 'down', revisions, heads, warnings)
}
