import type { DropColumn, DropConstraint, Operation, TableChange } from '../operations/operation.ts'
import type { PlacedOperation } from '../operations/placed-operation.ts'
import { reverse } from '../operations/reverse.ts'

/**
 * What undoes operations, the last first; `undefined` where one of them tells no way back. What it drops stands in
 * the operations that it undoes: it isn't told again.
 */
export function undo(operations: readonly PlacedOperation[]): readonly PlacedOperation[] | undefined {
  const undone: PlacedOperation[] = []
  for (const { operation, outside } of operations.toReversed()) {
    const { operation: inverse } = reverse(operation)
    if (inverse === undefined) return undefined
    undone.push({ operation: untold(inverse), ...(outside === true && { outside }) })
  }
  return undone
}

/** An operation without the definition of what it drops. */
export function untold(operation: Operation): Operation {
  switch (operation.kind) {
    case 'dropTable': {
      const { was: _, indexes: __, ...drop } = operation
      return drop
    }
    case 'dropObject': {
      // What is revoked is all that there is to a grant.
      if (operation.object.type === 'grant') return operation
      const { was: _, ...drop } = operation
      return drop
    }
    case 'alterTable':
      return { ...operation, changes: operation.changes.map(untoldChange) }
    case 'dropColumn':
    case 'dropConstraint':
    case 'dropIndex':
      return untoldChange(operation)
    default:
      return operation
  }
}

function untoldChange(change: TableChange): TableChange {
  switch (change.kind) {
    case 'dropColumn':
      return untoldColumn(change)
    case 'dropConstraint':
      return untoldConstraint(change)
    case 'dropIndex': {
      const { was: _, ...drop } = change
      return drop
    }
    default:
      return change
  }
}

/** Constraints that go with a column are told together with it. */
function untoldColumn(drop: DropColumn): DropColumn {
  const { was: _, ...rest } = drop
  return drop.constraints === undefined ? rest : drop
}

/** One without a name is found by what it was. */
function untoldConstraint(drop: DropConstraint): DropConstraint {
  const { was: _, ...rest } = drop
  return drop.name === '' ? drop : rest
}
