import type { Step } from '../graph/plan.ts'
import { firstLine } from '../support/text.ts'

/** A step in one line: `Running upgrade 5a5a17843e58 -> 86f384da7285, Add a column`. */
export function describeStep(step: Step): string {
  const from = ids(step.fromWithoutDependencies)
  const to = ids(step.toWithoutDependencies)
  const message = step.revision?.message
  const verb = { up: 'upgrade', down: 'downgrade', stamp: 'stamp' }[step.direction]
  return `Running ${verb} ${from} -> ${to}${message ? `, ${firstLine(message)}` : ''}`
}

function ids(revisions: readonly string[]): string {
  return revisions.length === 0 ? '<base>' : revisions.join(', ')
}
