import { isDeepStrictEqual } from 'node:util'
import type { Operation } from '../../operations/operation.ts'
import type { Policy } from '../../schema/objects.ts'

/** What alters a policy; `undefined`: it is for another command, or a condition comes or goes, which needs a new one. */
export function policyChanges(before: Policy, after: Policy): readonly Operation[] | undefined {
  if (before.command !== after.command || before.restrictive !== after.restrictive) return undefined
  const { name, table, using, check } = after
  // What is given can't be taken away again, so a condition that comes has no way back.
  if ((before.using === undefined) !== (using === undefined)) return undefined
  if ((before.check === undefined) !== (check === undefined)) return undefined
  const to = {
    ...(!isDeepStrictEqual(before.roles, after.roles) && { roles: after.roles ?? null }),
    ...(using !== undefined && using !== before.using && { using }),
    ...(check !== undefined && check !== before.check && { check }),
    ...(before.comment !== after.comment && { comment: after.comment ?? null }),
  }
  return [{ kind: 'alterPolicy', name, table, to, was: before }]
}
