import type { Constraint } from '../schema/model.ts'

/** Whether a check says that a column is not null: PostgreSQL then doesn't look at the rows again. */
export function assuresNotNull(constraint: Constraint, column: string): boolean {
  if (constraint.kind !== 'check') return false
  const [, found] = /^\s*\(*\s*"?([^"]+?)"?\s+is\s+not\s+null\s*\)*\s*$/i.exec(constraint.expression) ?? []
  return found === column
}
