import type { Entry } from '../operations/entry.ts'
import { objectMethods } from '../operations/object-methods.ts'
import type { Operation } from '../operations/operation.ts'
import { isSame } from '../schema/same.ts'
import { TsmigError } from '../support/errors.ts'

/** A call of one of `op`'s methods for objects, with the values it is given. */
export interface ObjectCall {
  readonly method: ObjectMethod
  readonly args: readonly unknown[]
}

type ObjectMethod = keyof ReturnType<typeof objectMethods>

/** Whether the call makes this very operation: what a method refuses, or writes otherwise, it does not. */
export function isMadeBy(operation: Operation, { method, args }: ObjectCall): boolean {
  const made: Entry[] = []
  const done = async (entry: Entry): Promise<void> => {
    made.push(entry)
  }
  const called = objectMethods({ send: done, done })[method] as (...args: readonly unknown[]) => unknown
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
