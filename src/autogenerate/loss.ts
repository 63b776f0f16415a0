import { named } from '../operations/describe.ts'
import type { AlterColumn, Operation, TableChange } from '../operations/operation.ts'
import { isNarrowing } from './narrowing.ts'

/** What of the rows an operation may lose, each as half a sentence; empty: nothing. */
export function lossesOf(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'dropTable':
      return [`drops the table ${named(operation.table)} and its rows`]
    case 'alterTable':
      return operation.changes.flatMap(lossesOfChange)
    case 'alterCompositeType':
      // One of another type loses nothing: no column may be of the composite type then.
      return (operation.to.dropAttributes ?? []).map(
        (name) => `drops the attribute ${name} of the type ${operation.compositeType.name} and its values`,
      )
    case 'dropColumn':
    case 'alterColumn':
      return lossesOfChange(operation)
    default:
      return []
  }
}

function lossesOfChange(change: TableChange): readonly string[] {
  if (change.kind === 'dropColumn') {
    // What is computed can be computed again.
    if (change.was?.generated !== undefined) return []
    return [`drops the column ${change.column} of ${named(change.table)} and its values`]
  }
  return change.kind === 'alterColumn' ? lossesOfAlteration(change) : []
}

function lossesOfAlteration({ table, column, to, existing }: AlterColumn): readonly string[] {
  const { type } = to
  if (type === undefined) return []
  if (existing?.type !== undefined && !isNarrowing(existing.type, type)) return []
  return [`gives the column ${column} of ${named(table)} a type that may not hold all of its values`]
}
