import type { TableChange } from '../../../operations/operation.ts'
import type { Draft } from '../draft.ts'
import { addColumnTo, alterColumnOf, dropColumnFrom } from './change-column.ts'
import { addConstraintTo, dropConstraintFrom } from './change-constraint.ts'
import { numberWaiting } from './change-identity.ts'
import { createIndexOn, dropIndexFrom } from './change-index.ts'

/** The table after one more change. Throws a `TsmigError` where the table has no such thing, or has it already. */
export function applyChange(draft: Draft, change: TableChange): Draft {
  switch (change.kind) {
    case 'addColumn':
      return addColumnTo(draft, change)
    case 'dropColumn':
      return dropColumnFrom(draft, change)
    case 'alterColumn':
      return alterColumnOf(draft, change)
    case 'addConstraint':
      return numberWaiting(addConstraintTo(draft, change.constraint))
    case 'dropConstraint':
      return dropConstraintFrom(draft, change)
    case 'createIndex':
      return createIndexOn(draft, change)
    case 'dropIndex':
      return dropIndexFrom(draft, change)
    default:
      return change satisfies never
  }
}
