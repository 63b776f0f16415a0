import type { Sql } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import type { TableDraft } from './draft.ts'
import { unsupported } from './unsupported.ts'

/**
 * IF EXISTS or IF NOT EXISTS, with a space behind it, where it is asked for and the table isn't known: where it is, it
 * was looked up. Throws `UnsupportedOperationError` where the server has no such words for parts of a table.
 */
export function guardOf(
  words: 'IF EXISTS' | 'IF NOT EXISTS',
  asked: true | undefined,
  draft: TableDraft,
  part: string,
): Sql {
  if (asked !== true || draft.isKnown) return raw('')
  if (draft.rules.tableGuards) return raw(`${words} `)
  throw unsupported(
    `has no ${words} for ${part}, and the table ${draft.name} is not known`,
    `Leave ${words === 'IF EXISTS' ? 'ifExists' : 'ifNotExists'} out of a script; online, check that the table is there.`,
  )
}
