import { isSql } from '../schema/values.ts'
import type { Step } from './entry.ts'

/** Whether SQLite has no words for it, so that the table is built anew. */
export function rebuilds(step: Step): boolean {
  switch (step.kind) {
    case 'addConstraint':
    case 'dropConstraint':
      return true
    case 'alterColumn':
      return Object.keys(step.to).some((key) => key !== 'name' && key !== 'comment')
    case 'addColumn': {
      const { column, constraints = [] } = step
      const isComputed = isSql(column.default) && !/^[\d.'-]/.test(column.default.sql)
      return (
        column.identity !== undefined ||
        column.generated?.stored === true ||
        isComputed ||
        constraints.some(({ kind }) => kind === 'unique' || kind === 'primaryKey')
      )
    }
    default:
      return false
  }
}
