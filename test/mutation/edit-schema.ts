import type { Declared } from './declared.ts'
import { columnEdits } from './edits/columns.ts'
import { constraintEdits } from './edits/constraints.ts'
import type { Edit } from './edits/edit.ts'
import { objectEdits } from './edits/objects.ts'
import { settingEdits } from './edits/settings.ts'
import { tableEdits } from './edits/tables.ts'
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
]

/** One to four edits at once; `undefined` where none of those that were drawn has anything to change. */
export function editSchema(declared: Declared, making: Making): Edited | undefined {
  const { dialect, dice } = making
  const known = edits.filter(({ dialects }) => dialects === undefined || dialects.includes(dialect))
  const only = process.env.TSMIG_MUTATION_ONLY?.split(',')
  const usable = only === undefined ? known : known.filter(({ name }) => only.includes(name))
  const count = dice.chance(50) ? 1 : 1 + dice.below(4)
  const names: string[] = []
  let now = declared
  for (let tries = 0; tries < 12 && names.length < count; tries++) {
    const edit = dice.pick(usable)
    const next = edit?.apply(now, making)
    if (edit === undefined || next === undefined) continue
    now = next
    names.push(edit.name)
  }
  return names.length === 0 ? undefined : { declared: now, names }
}
