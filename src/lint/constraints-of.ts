import type { Constraint, TableName } from '../schema/model.ts'
import type { Step } from './entry.ts'

/** The constraints that a step makes, each with its table. */
export function constraintsMade(
  step: Step,
): readonly { readonly table: TableName; readonly constraint: Constraint }[] {
  const of = (table: TableName, constraints: readonly Constraint[] = []) =>
    constraints.map((constraint) => ({ table, constraint }))
  switch (step.kind) {
    case 'createTable':
      return of(step.table.table, step.table.constraints)
    case 'addColumn':
      return of(step.table, step.constraints)
    case 'addConstraint':
      return of(step.table, [step.constraint])
    default:
      return []
  }
}

/** `constraint fk_order`, `the foreign key (customer_id)` */
export function constraintInWords(constraint: Constraint): string {
  if (constraint.name !== undefined) return constraint.name
  const kind = {
    primaryKey: 'primary key',
    unique: 'unique constraint',
    check: 'check',
    foreignKey: 'foreign key',
    exclude: 'exclusion constraint',
  }[constraint.kind]
  return 'columns' in constraint ? `the ${kind} (${constraint.columns.join(', ')})` : `the ${kind}`
}
