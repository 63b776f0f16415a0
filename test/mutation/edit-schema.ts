import type { TableName } from '../../src/schema/model.ts'
import { type Rename, renamePlace } from '../../src/schema/rename.ts'
import { qualifiedKey } from '../../src/schema/snapshot.ts'
import { type Declared, isSameName } from './declared.ts'
import { callableEdits } from './edits/callables.ts'
import { columnSettingEdits } from './edits/column-settings.ts'
import { columnEdits } from './edits/columns.ts'
import { constraintEdits } from './edits/constraints.ts'
import type { Edit } from './edits/edit.ts'
import { enumEdits } from './edits/enums.ts'
import { breaksFamily } from './edits/families.ts'
import { heirEdits } from './edits/heirs.ts'
import { isTaken } from './edits/is-taken.ts'
import { keyEdits } from './edits/keys.ts'
import { numberingEdits } from './edits/numbering.ts'
import { objectEdits } from './edits/objects.ts'
import { otherEdits } from './edits/others.ts'
import { partitionedEdits } from './edits/partitioned.ts'
import { partitionEdits } from './edits/partitions.ts'
import { renameEdits } from './edits/renames.ts'
import { routineEdits } from './edits/routines.ts'
import { settingEdits } from './edits/settings.ts'
import { tableSettingEdits } from './edits/table-settings.ts'
import { tableEdits } from './edits/tables.ts'
import { triggerEdits } from './edits/triggers.ts'
import { typeEdits } from './edits/types.ts'
import { viewEdits } from './edits/views.ts'
import type { Making } from './make-parts.ts'

/** A schema after some edits, and the names of these. */
export interface Edited {
  readonly declared: Declared
  readonly names: readonly string[]
}

export const edits: readonly Edit[] = [
  ...tableEdits,
  ...renameEdits,
  ...columnEdits,
  ...columnSettingEdits,
  ...constraintEdits,
  ...keyEdits,
  ...numberingEdits,
  ...objectEdits,
  ...routineEdits,
  ...callableEdits,
  ...triggerEdits,
  ...viewEdits,
  ...otherEdits,
  ...partitionEdits,
  ...partitionedEdits,
  ...heirEdits,
  ...settingEdits,
  ...tableSettingEdits,
  ...typeEdits,
  ...enumEdits,
]

/** One to six edits at once; `undefined` where none of those that were drawn has anything to change. */
export function editSchema(declared: Declared, making: Making): Edited | undefined {
  const { dialect, dice } = making
  const known = edits.filter(({ dialects }) => dialects === undefined || dialects.includes(dialect))
  const only = process.env.TSMIG_MUTATION_ONLY?.split(',')
  const usable = only === undefined ? known : known.filter(({ name }) => only.includes(name))
  const count = dice.chance(40) ? 1 : 2 + dice.below(5)
  const names: string[] = []
  let now = declared
  for (let tries = 0; tries < 24 && names.length < count; tries++) {
    const edit = dice.pick(usable)
    const next = edit?.apply(now, making)
    if (
      edit === undefined ||
      next === undefined ||
      breaksFamily(edit.name, now, next) ||
      comesBack(declared, now, next) ||
      !isTaken(next)
    )
      continue
    now = next
    names.push(edit.name)
  }
  return names.length === 0 ? undefined : { declared: now, names }
}

/** Whether a column or table that has gone is there again: it would be the old one, with values that may not fit. */
function comesBack(first: Declared, now: Declared, next: Declared): boolean {
  const known = new Set(columnsOf(first))
  const kept = new Set(columnsOf(now))
  const names = columnsOf(next)
  return (
    new Set(names).size < names.length ||
    names.some((name) => known.has(name) && !kept.has(name)) ||
    (next.renames ?? []).some((rename) => wasTaken(rename, next, first))
  )
}

/** Whether something else was called so before the step, and keeps that name, or hands it to what is new. */
function wasTaken(rename: Rename, next: Declared, first: Declared): boolean {
  const { renames = [] } = next
  if (!stood(rename, rename.to, renames, first)) return false
  if (!stood(rename, rename.from, renames, first)) return true
  const isFreed = renames.some(
    (one) => one.from === rename.to && renamePlace(one) === renamePlace(rename) && isThere(one, next),
  )
  return !isFreed
}

/** Whether a table, or a column, had the name before the step, where the renamed one is. */
function stood(rename: Rename, name: string, renames: readonly Rename[], { tables }: Declared): boolean {
  if (rename.what === 'table')
    return tables.some(({ table: { table } }) => table.name === name && table.schema === rename.schema)
  const former = formerTable(rename.table, renames)
  return tables.some(
    ({ table }) => isSameName(table.table, former) && table.columns.some((column) => column.name === name),
  )
}

/** Whether what was renamed has not gone meanwhile. */
function isThere(rename: Rename, { tables }: Declared): boolean {
  if (rename.what === 'table')
    return tables.some(({ table: { table } }) => table.name === rename.to && table.schema === rename.schema)
  return tables.some(
    ({ table }) =>
      isSameName(table.table, rename.table) && table.columns.some(({ name }) => name === rename.to),
  )
}

function formerTable(table: TableName, renames: readonly Rename[]): TableName {
  const found = renames.find(
    (one) => one.what === 'table' && one.to === table.name && one.schema === table.schema,
  )
  return found === undefined ? table : { ...table, name: found.from }
}

/** By the names that they had before the step. */
function columnsOf({ tables, renames = [] }: Declared): readonly string[] {
  return tables.flatMap(({ table: { table, columns } }) => {
    const key = qualifiedKey(formerTable(table, renames))
    const formerName = (name: string) =>
      renames.find((one) => one.what === 'column' && one.to === name && isSameName(one.table, table))?.from
    return [key, ...columns.map(({ name }) => `${key}\0${formerName(name) ?? name}`)]
  })
}
