import type { PlacedOperation } from '../operations/placed-operation.ts'
import { reverse } from '../operations/reverse.ts'

/** What undoes operations, the last first; `undefined` where one of them tells no way back. */
export function undo(operations: readonly PlacedOperation[]): readonly PlacedOperation[] | undefined {
  const undone: PlacedOperation[] = []
  for (const { operation, outside } of operations.toReversed()) {
    const { operation: inverse } = reverse(operation)
    if (inverse === undefined) return undefined
    undone.push({ operation: inverse, ...(outside === true && { outside }) })
  }
  return undone
}
