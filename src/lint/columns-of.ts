import type { Column, TableName } from '../schema/model.ts'
import type { Step } from './entry.ts'

/** The columns that a step makes, or gives another type, each with its table. */
export function columnsMade(
  step: Step,
): readonly { readonly table: TableName; readonly column: Pick<Column, 'name' | 'type'> }[] {
  switch (step.kind) {
    case 'createTable':
      return step.table.columns.map((column) => ({ table: step.table.table, column }))
    case 'addColumn':
      return [{ table: step.table, column: step.column }]
    case 'alterColumn': {
      const { type, name = step.column } = step.to
      return type === undefined ? [] : [{ table: step.table, column: { name, type } }]
    }
    default:
      return []
  }
}
