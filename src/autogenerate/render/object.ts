import type { ObjectOperation } from '../../operations/object-operation.ts'
import { renderArgument } from './argument.ts'
import { type Code, call } from './layout.ts'
import { isMadeBy } from './made-by-call.ts'
import { objectCall } from './object-call.ts'

/** An operation on an object as the call that makes it; `undefined` where no call makes the very same. */
export function renderObject(operation: ObjectOperation): Code | undefined {
  const called = objectCall(operation)
  if (called === undefined || !isMadeBy(operation, called)) return undefined
  const args = called.args.map((arg) => renderArgument(arg))
  const known = args.filter((arg) => arg !== undefined)
  return known.length < args.length ? undefined : call(`op.${called.method}`, known)
}
