import type { Cost } from './command.ts'
import type { Measured } from './interleave.ts'

/** What is compared of a run. */
export type Quantity = 'wall' | 'cpu' | 'memory'

/** The middle of some numbers, and between which the middle half of them lies. */
export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((one, other) => one - other)
  return { median: at(sorted, 0.5), low: at(sorted, 0.25), high: at(sorted, 0.75) }
}

/** How many times as much one case took as another: the ratio of each round, and their middle. */
export function ratioOf(one: Measured, other: Measured, quantity: Quantity): Spread {
  return spreadOf(
    one.costs.map((cost, round) => cost[quantity] / Math.max(amount(other.costs[round], quantity), 0.001)),
  )
}

function amount(cost: Cost | undefined, quantity: Quantity): number {
  return cost?.[quantity] ?? Number.NaN
}

function at(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}
