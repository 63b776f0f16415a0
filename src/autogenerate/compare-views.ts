import type { Operation } from '../operations/operation.ts'
import { referenceOf } from '../operations/reverse-object.ts'
import type { View } from '../schema/objects.ts'
import { isSame } from '../schema/same.ts'
import { commentChange } from './compare-comment.ts'
import { compareIndexes, indexCreationOf, indexDropOf } from './compare-parts.ts'

/**
 * What leads from one view of PostgreSQL to another with the same query: its indexes, its comments. `undefined`: it has
 * to be dropped and made again, as with another query, for whether that only adds columns its text doesn't tell.
 */
export function viewChanges(was: View, now: View): readonly Operation[] | undefined {
  if (!isSame(lasting(was), lasting(now))) return undefined
  const { name, schema } = now
  const view = { name, ...(schema !== undefined && { schema }) }
  const indexes = compareIndexes(view, was.indexes ?? [], now.indexes ?? [], 'postgres')
  // An index that goes takes with it that the view is clustered on it.
  if (indexes.dropped.some((index) => index.name === was.postgres?.clusterOn)) return undefined
  return [
    ...indexes.dropped.map((index) => indexDropOf(view, index)),
    ...indexes.added.map((index) => indexCreationOf(view, index)),
    ...indexes.altered,
    ...columnComments(was, now),
    ...commentChange(referenceOf(now), was, now),
  ]
}

/** What can't be altered. */
function lasting({ indexes: _, columnComments: __, comment: ___, ...rest }: View): object {
  return rest
}

/** The comment of a column is altered with its column, also that of a view. */
function columnComments(
  { columnComments: before = {} }: View,
  { name, schema, columnComments: after = {} }: View,
): readonly Operation[] {
  const columns = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return columns
    .filter((column) => before[column] !== after[column])
    .map((column) => ({
      kind: 'alterColumn',
      table: { name, ...(schema !== undefined && { schema }) },
      column,
      to: { comment: after[column] ?? null },
      existing: { comment: before[column] ?? null },
    }))
}
