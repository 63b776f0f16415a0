import type { IndexChange } from '../../operations/alterations.ts'
import type { Operation } from '../../operations/operation.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Index, TableName } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { commentChange } from './comment.ts'
import { changed, settingsChange, someOf } from './table-options.ts'

/** A table whose parts are compared. */
export interface PartOwner {
  readonly table: TableName
  /** Its indexes hold nothing themselves: their settings are given to those of its partitions when these are made. */
  readonly isPartitioned: boolean
}

type IndexSettings = Pick<Index, 'storage' | 'tablespace' | 'invisible'>

/** What leads from one definition of an index to another without dropping it; `undefined` where nothing does. */
export function indexAlteration(
  owner: PartOwner,
  was: Index,
  now: Index,
  dialect: DialectName,
): readonly Operation[] | undefined {
  if (dialect === 'sqlite' || !isSame(lasting(was, dialect), lasting(now, dialect))) return undefined
  const settings = indexSettings(owner, now.name, was, now)
  if (settings === undefined || dialect === 'mysql') return settings
  const { schema } = owner.table
  return [
    ...settings,
    ...commentChange({ type: 'index', name: now.name, ...(schema !== undefined && { schema }) }, was, now),
  ]
}

/** What alters the settings of an index, or of the one behind a constraint; `undefined` where the table has partitions. */
export function indexSettings(
  { table, isPartitioned }: PartOwner,
  name: string,
  was: IndexSettings,
  now: IndexSettings,
): readonly Operation[] | undefined {
  const [before, after] = [settingsOf(was), settingsOf(now)]
  const storage = settingsChange(before.storage, after.storage)
  const to: IndexChange | undefined = someOf({
    ...(storage && { storage }),
    ...changed(before, after, 'tablespace'),
    ...(before.invisible !== after.invisible && { invisible: after.invisible === true }),
  })
  if (to === undefined) return []
  return isPartitioned ? undefined : [{ kind: 'alterIndex', table, name, to, was: before }]
}

function settingsOf({ storage, tablespace, invisible }: IndexSettings): IndexSettings {
  return {
    ...(storage && { storage }),
    ...(tablespace !== undefined && tablespace !== 'pg_default' && { tablespace }),
    ...(invisible && { invisible }),
  }
}

/** What can't be altered. */
function lasting(
  { comment, storage: _, tablespace: __, invisible: ___, ...rest }: Index,
  dialect: DialectName,
): object {
  return dialect === 'mysql' ? { ...rest, comment } : rest
}
