import { columnsMade } from './columns-of.ts'
import { constraintsMade } from './constraints-of.ts'
import type { Step } from './entry.ts'

/** The names of what a step makes or renames. */
export function namesMade(step: Step): readonly string[] {
  const constraints = constraintsMade(step).flatMap(({ constraint }) => constraint.name ?? [])
  const columns = columnsMade(step).map(({ column }) => column.name)
  switch (step.kind) {
    case 'createTable':
      return [
        step.table.table.name,
        ...columns,
        ...constraints,
        ...(step.indexes ?? []).map(({ name }) => name),
      ]
    case 'createIndex':
      return [step.index.name]
    case 'renameTable':
    case 'renameConstraint':
    case 'renameIndex':
    case 'renameObject':
      return [step.to]
    case 'alterColumn':
      return step.to.name === undefined ? [] : [step.to.name]
    default:
      return [...columns, ...constraints]
  }
}
