import { createOp } from '../../operations/create-op.ts'
import type { Entry } from '../../operations/entry.ts'
import type { MethodName } from '../../operations/method-groups.ts'
import type { Operation } from '../../operations/operation.ts'
import { isSame } from '../../schema/same.ts'
import { TsmigError } from '../../support/errors.ts'

/** A call of one of `op`'s methods for objects, with the values it is given. */
export interface ObjectCall {
  readonly method: MethodName
  readonly args: readonly unknown[]
}

/** Whether the call makes this very operation: what a method refuses, or writes otherwise, it does not. */
export function isMadeBy(operation: Operation, { method, args }: ObjectCall): boolean {
  const made: Entry[] = []
  const submit = async (entry: Entry): Promise<void> => {
    made.push(entry)
  }
  const op = createOp({ dialect: 'postgres', submit, knex: noKnex })
  const called = op[method] as (...args: readonly unknown[]) => unknown
  return holds(() => {
    called(...args)
    return made.length === 1 && isSame(made[0], operation)
  })
}

/** What `condition` says; `false` where its data is refused. */
export function holds(condition: () => boolean): boolean {
  try {
    return condition()
  } catch (error) {
    if (error instanceof TsmigError) return false
    throw error
  }
}

function noKnex(): never {
  throw new Error('a call that is only looked at asks for knex')
}
