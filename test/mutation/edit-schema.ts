import { qualifiedKey } from '../../src/schema/snapshot.ts'
import type { Declared } from './declared.ts'
import { columnEdits } from './edits/columns.ts'
import { constraintEdits } from './edits/constraints.ts'
import type { Edit } from './edits/edit.ts'
import { objectEdits } from './edits/objects.ts'
import { settingEdits } from './edits/settings.ts'
import { tableEdits } from './edits/tables.ts'
import { typeEdits } from './edits/types.ts'
import type { Making } from './make-parts.ts'

/** A schema after some edits, and the names of these. */
export interface Edited {
  readonly declared: Declared
  readonly names: readonly string[]
}

export const edits: readonly Edit[] = [
  ...tableEdits,
  ...columnEdits,
  ...constraintEdits,
  ...objectEdits,
  ...settingEdits,
  ...typeEdits,
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
    if (edit === undefined || next === undefined || comesBack(declared, now, next)) continue
    now = next
    names.push(edit.name)
  }
  return names.length === 0 ? undefined : { declared: now, names }
}

/** Whether a column or table that has gone is there again: it would be the old one, with values that may not fit. */
function comesBack(first: Declared, now: Declared, next: Declared): boolean {
  const known = columnsOf(first)
  const kept = columnsOf(now)
  return [...columnsOf(next)].some((name) => known.has(name) && !kept.has(name))
}

function columnsOf({ tables }: Declared): ReadonlySet<string> {
  return new Set(
    tables.flatMap(({ table }) => [
      qualifiedKey(table.table),
      ...table.columns.map(({ name }) => `${qualifiedKey(table.table)}\0${name}`),
    ]),
  )
}
