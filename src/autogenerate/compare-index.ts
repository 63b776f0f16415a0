import type { Operation } from '../operations/operation.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { Index, TableName } from '../schema/model.ts'
import { isSame } from '../schema/same.ts'
import { commentChange } from './compare-comment.ts'

/** What leads from one definition of an index to another without dropping it; `undefined` where nothing does. */
export function indexAlteration(
  { schema }: TableName,
  was: Index,
  now: Index,
  dialect: DialectName,
): readonly Operation[] | undefined {
  if (dialect !== 'postgres' || !isSame(lasting(was), lasting(now))) return undefined
  return commentChange({ type: 'index', name: now.name, ...(schema !== undefined && { schema }) }, was, now)
}

/** What can't be altered. */
function lasting({ comment: _, ...rest }: Index): object {
  return rest
}
