import type { Step } from '../graph/plan.ts'
import { firstLine } from '../support/text.ts'

/** A step in one line: `Running upgrade 5a5a17843e58 -> 86f384da7285, Add a column`. */
export function describeStep(step: Step): string {
  const message = step.revision?.message
  const verb = { up: 'upgrade', down: 'downgrade', stamp: 'stamp' }[step.direction]
  return `Running ${verb} ${describeMove(step)}${message ? `, ${firstLine(message)}` : ''}`
}

/** Where it leads from, and to: `5a5a17843e58 -> 86f384da7285`. */
export function describeMove(step: Step): string {
  return `${ids(step.fromWithoutDependencies)} -> ${ids(step.toWithoutDependencies)}`
}

function ids(revisions: readonly string[]): string {
  return revisions.length === 0 ? '<base>' : revisions.join(', ')
}
