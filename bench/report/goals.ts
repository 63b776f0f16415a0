import type { Finding, Goal } from '../job.ts'
import type { Measured } from '../measure/interleave.ts'
import { ratioOf, spreadOf } from '../measure/statistics.ts'

/** A goal, and whether it holds. */
export interface Judged {
  readonly text: string
  readonly seen: string
  readonly holds: boolean
}

export function judge(finding: Finding): readonly Judged[] {
  return finding.goals.map((goal) => judgeGoal(goal, finding.measured))
}

function judgeGoal(goal: Goal, measured: readonly Measured[]): Judged {
  switch (goal.kind) {
    case 'ratio': {
      const quantity = goal.quantity ?? 'wall'
      const what = quantity === 'wall' ? '' : quantity === 'cpu' ? ' of processor time' : ' of memory'
      if (goal.timesFaster !== undefined) {
        const { median } = ratioOf(named(measured, goal.to), named(measured, goal.of), quantity)
        return {
          text: `${goal.of} at least ${goal.timesFaster} times faster than ${goal.to}${what}`,
          seen: `${decimal(median)} times`,
          holds: median >= goal.timesFaster,
        }
      }
      const most = goal.atMost ?? 1
      const { median } = ratioOf(named(measured, goal.of), named(measured, goal.to), quantity)
      return {
        text: `${goal.of} at most ${most} × ${goal.to}${what}`,
        seen: `${decimal(median)} ×`,
        holds: median <= most,
      }
    }
    case 'most': {
      const { median } = spreadOf(named(measured, goal.of).costs.map((cost) => cost[goal.quantity]))
      const unit = goal.quantity === 'memory' ? 'MB' : 'ms'
      return {
        text: `${goal.of} at most ${goal.atMost} ${unit}`,
        seen: `${Math.round(median)} ${unit}`,
        holds: median <= goal.atMost,
      }
    }
    case 'number':
      return {
        text: `${goal.what} at most ${goal.atMost} ${goal.unit}`,
        seen: `${decimal(goal.value)} ${goal.unit}`,
        holds: goal.value <= goal.atMost,
      }
  }
}

function named(measured: readonly Measured[], name: string): Measured {
  const found = measured.find((one) => one.name === name)
  if (found === undefined) throw new Error(`a goal names the case "${name}", which the job doesn't have`)
  return found
}

export function decimal(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
