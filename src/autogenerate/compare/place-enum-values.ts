import type { AddEnumValue } from '../../operations/object-operation.ts'
import type { PlacedOperation } from '../../operations/placed-operation.ts'

/**
 * Takes the adding of enum values out of the transaction where it has to be: on PostgreSQL a value can't be used
 * before the transaction that adds it has ended, and before version 12 (`always`) not even be added in one that goes
 * on. They come first then, so that what stands behind shares one transaction.
 */
export function placeEnumValues(
  operations: readonly PlacedOperation[],
  { always }: { readonly always: boolean },
): readonly PlacedOperation[] {
  const outside = new Set<PlacedOperation>()
  for (const placed of operations) {
    const { operation } = placed
    if (operation.kind !== 'addEnumValue') continue
    if (always || operations.some((other) => uses(other, operation))) outside.add(placed)
  }
  if (outside.size === 0) return operations
  // Values of one type keep their order: the place of one may be told by another.
  const types = new Set([...outside].flatMap(({ operation }) => typeOf(operation) ?? []))
  const isFirst = ({ operation }: PlacedOperation) => types.has(typeOf(operation) ?? '')
  return [
    ...operations.filter(isFirst).map((placed) => ({ ...placed, outside: true })),
    ...operations.filter((placed) => !isFirst(placed)),
  ]
}

function typeOf(operation: PlacedOperation['operation']): string | undefined {
  if (operation.kind !== 'addEnumValue') return undefined
  return `${operation.enum.schema ?? ''}\0${operation.enum.name}`
}

/** Whether the text of an operation has the value in it, in quotes: as a default, in a condition, in a query. */
function uses({ operation }: PlacedOperation, { value }: AddEnumValue): boolean {
  if (operation.kind === 'addEnumValue') return false
  return textsIn(operation).some(
    (text) => text === value || text.includes(`'${value.replaceAll("'", "''")}'`),
  )
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
