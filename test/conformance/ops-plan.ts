/** upgrade-plans.json, downgrade-plans.json, stamp-plans.json, version-table.json. */

import { RevisionGraph } from '../../src/graph/graph.ts'
import { VersionRows } from '../../src/graph/heads.ts'
import { migrationStep, type Plan, type Step } from '../../src/graph/plan.ts'
import { planDowngrade, planDowngradeOffline } from '../../src/graph/plan-downgrade.ts'
import { planStamp, stampStep } from '../../src/graph/plan-stamp.ts'
import { planUpgrade, planUpgradeOffline } from '../../src/graph/plan-upgrade.ts'
import type { VersionChange } from '../../src/graph/table-effect.ts'
import { type Answer, flagArg, listArg, type Operation, stringArg } from './vectors.ts'

const EFFECTS = {
  createBranch: 'create_branch',
  deleteBranch: 'delete_branch',
  update: 'update',
  merge: 'merge',
  unmerge: 'unmerge',
} as const

function statement(change: VersionChange): string[] {
  return change.kind === 'update' ? ['update', change.from, change.to] : [change.kind, change.id]
}

function effect({ effect, changes, after }: Pick<Step, 'effect' | 'changes' | 'after'>): Answer {
  return { effect: EFFECTS[effect], sql: changes.map(statement), after }
}

function step(step: Step): Answer {
  const { from, to, fromWithoutDependencies, toWithoutDependencies } = step
  const name =
    step.direction === 'stamp'
      ? { stamp: step.stamp, branch_move: step.branchMove }
      : { rev: step.revision.id }
  return {
    ...name,
    from,
    to,
    from_no_deps: fromWithoutDependencies,
    to_no_deps: toWithoutDependencies,
    ...effect(step),
  }
}

function plan({ start, final, steps }: Plan, offline: boolean): Answer {
  return { ...(offline && { start }), steps: steps.map(step), final }
}

export const planOperations: Readonly<Record<string, Operation>> = {
  upgrade({ graph }, args) {
    const target = stringArg(args, 'target')
    const offline = flagArg(args, 'sql')
    return plan(
      offline ? planUpgradeOffline(graph, target) : planUpgrade(graph, target, listArg(args, 'heads')),
      offline,
    )
  },
  downgrade({ graph, warnings }, args) {
    const target = stringArg(args, 'target')
    const offline = flagArg(args, 'sql')
    return plan(
      offline
        ? planDowngradeOffline(graph, target, warnings)
        : planDowngrade(graph, target, listArg(args, 'heads'), warnings),
      offline,
    )
  },
  stamp({ graph }, args) {
    const [offline, purge] = [flagArg(args, 'sql'), flagArg(args, 'purge')]
    return plan(
      planStamp(graph, listArg(args, 'targets'), listArg(args, 'heads'), { offline, purge }),
      offline,
    )
  },
  apply_step({ graph }, args) {
    const rows = new VersionRows(graph, listArg(args, 'heads'))
    const direction = stringArg(args, 'direction') === 'up' ? 'up' : 'down'
    return effect(migrationStep(graph, direction, graph.require(stringArg(args, 'rev')), rows))
  },
  apply_stamp_step(_, args) {
    const rows = new VersionRows(RevisionGraph.build([]), listArg(args, 'heads'))
    const direction = stringArg(args, 'direction') === 'up' ? 'up' : 'down'
    const move = { from: listArg(args, 'from_'), to: listArg(args, 'to'), direction } as const
    return effect(stampStep(rows, { ...move, branchMove: flagArg(args, 'branch_move') }))
  },
}
