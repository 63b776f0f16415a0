import type { RevisionGraph } from './graph.ts'
import { iterateUpgrade } from './iterate.ts'
import { ofPhase } from './phase.ts'
import { migrationPlan, type Plan } from './plan.ts'
import { rangeNotAllowed } from './plan-errors.ts'
import { scriptRange, startHeads } from './range.ts'
import type { Heads, Phase } from './revision.ts'

/**
 * What to run to bring a database with these rows to `target`. Throws a
 * GraphError, before any step, for a target that cannot be reached and for a
 * row no file defines. With a `phase`, its revisions alone: throws as `ofPhase`.
 */
export function planUpgrade(graph: RevisionGraph, target: string, heads: Heads, phase?: Phase): Plan {
  if (target.includes(':')) throw rangeNotAllowed(target)
  return upgradeFrom(graph, target, heads, phase)
}

/** The same for a script, from `start` of `start:end`, or from base. Throws as `planUpgrade`. */
export function planUpgradeOffline(graph: RevisionGraph, range: string, phase?: Phase): Plan {
  const [start, end] = range.includes(':') ? scriptRange(range) : [undefined, range]
  return upgradeFrom(graph, end, startHeads(graph, start), phase)
}

function upgradeFrom(graph: RevisionGraph, target: string, heads: Heads, phase: Phase | undefined): Plan {
  const revisions = iterateUpgrade(graph, target, heads, { implicitBase: true }).toReversed()
  const chosen = phase === undefined ? revisions : ofPhase(graph, phase, revisions)
  return migrationPlan(graph, 'up', chosen, heads, [])
}
