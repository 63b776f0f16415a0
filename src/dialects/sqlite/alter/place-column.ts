import type { AddColumn, AlterColumn } from '../../../operations/operation.ts'
import { columnNamed, type Draft } from '../draft.ts'

/** The draft with a column (by its name in the draft) before or after another, or where it is. */
export function placeColumn(draft: Draft, name: string, change: AddColumn | AlterColumn): Draft {
  const { insertBefore, insertAfter } = change
  const beside = insertBefore ?? insertAfter
  if (beside === undefined) return draft
  const other = columnNamed(draft, beside)
  const { columns } = draft.definition
  const moved = columns.filter((column) => column.name === name)
  const rest = columns.filter((column) => column.name !== name)
  const index = rest.indexOf(other) + (insertBefore === undefined ? 1 : 0)
  const placed = rest.includes(other) ? [...rest.slice(0, index), ...moved, ...rest.slice(index)] : columns
  return { ...draft, definition: { ...draft.definition, columns: placed } }
}

/** Whether the change says where its column goes: ALTER TABLE knows only the end. */
export function isPlaced({ insertBefore, insertAfter }: AddColumn | AlterColumn): boolean {
  return insertBefore !== undefined || insertAfter !== undefined
}
