import type { RebuildOptions } from '../../../operations/rebuild-options.ts'
import { TsmigError } from '../../../support/errors.ts'
import type { ColumnDefinition } from '../definition.ts'
import { columnNamed, type Draft } from '../draft.ts'
import { addConstraintTo } from './change-constraint.ts'
import { numberWaiting, refuseWaiting } from './change-identity.ts'
import { createIndexOn } from './change-index.ts'

/** The table after the last change, with what a batch asks of the new table as a whole. */
export function finishDraft(draft: Draft, told: RebuildOptions): Draft {
  const { constraints = [], indexes = [], partialReordering = [], strict, withoutRowid } = told
  const { table } = draft
  const constrained = numberWaiting(constraints.reduce(addConstraintTo, draft))
  refuseWaiting(constrained)
  const indexed = indexes.reduce(
    (before, index) => createIndexOn(before, { kind: 'createIndex', table, index }),
    constrained,
  )
  const ordered = reorder(indexed, partialReordering)
  return {
    ...ordered,
    definition: {
      ...ordered.definition,
      ...(strict === undefined ? {} : { strict }),
      ...(withoutRowid === undefined ? {} : { withoutRowid }),
    },
  }
}

/** Each list in its order, all else as far as that allows where it was. */
function reorder(draft: Draft, lists: readonly (readonly string[])[]): Draft {
  if (lists.length === 0) return draft
  const wanted = lists.map((list) => list.map((name) => columnNamed(draft, name).name))
  const isFree = (column: ColumnDefinition, left: readonly ColumnDefinition[]) =>
    wanted.every((list) => {
      const before = list.slice(0, Math.max(0, list.indexOf(column.name)))
      return !left.some(({ name }) => before.includes(name))
    })
  const columns: ColumnDefinition[] = []
  let left = draft.definition.columns
  while (left.length > 0) {
    const next = left.find((column) => isFree(column, left))
    if (next === undefined) throw noOrder(draft.table.name, lists)
    columns.push(next)
    left = left.filter((column) => column !== next)
  }
  return { ...draft, definition: { ...draft.definition, columns } }
}

function noOrder(table: string, lists: readonly (readonly string[])[]): TsmigError {
  return new TsmigError(
    'no-column-order',
    `No order of the columns of "${table}" fits ${lists.map((list) => `(${list.join(', ')})`).join(' and ')}`,
    'The lists of partialReordering contradict each other: give each pair of columns in one order.',
  )
}
