import { frozenValue } from '../schema/freeze.ts'
import { type AnyDefinition, customDefinition, customDefinitions } from './custom-registry.ts'
import { OperationError } from './errors.ts'
import type { CustomOperation, Operation } from './operation.ts'
import type { Reversal } from './reverse/reversal.ts'
import type { Turns } from './turns.ts'

/** A custom operation as frozen data. Throws `DefinitionError` where `data` is more than data. */
export function customOperation(name: string, data: unknown): CustomOperation {
  return Object.freeze({ kind: 'custom', name, data: frozenValue(data ?? null, `The data of ${name}`) })
}

/** The methods that plugins add to `op`; `taken` are its own, which nobody may hide. */
export function customMethods({ done }: Turns, taken: object): Readonly<Record<string, unknown>> {
  const methods = customDefinitions().flatMap((definition) => {
    const { name, method } = definition
    if (method === undefined) return []
    if (method in taken) throw methodTaken(name, method)
    return [[method, (...args: readonly unknown[]) => done(called(definition, args))] as const]
  })
  return Object.fromEntries(methods)
}

/** The operation in one line of English. */
export function describeCustom({ name, data }: CustomOperation): string {
  return customDefinition(name).describe?.(data) ?? `Do ${name}`
}

/** What undoes it, or why nothing does. */
export function reverseCustom({ name, data }: CustomOperation): Reversal {
  const undoing = customDefinition(name).reverse?.(data)
  if (undoing === undefined) return { reason: `the operation ${name} doesn't say what undoes it` }
  return typeof undoing === 'string' ? { reason: undoing } : { operation: undoing }
}

/** The call as TypeScript: as its plugin renders it, or as `op.invoke`. */
export function renderCustom({ name, data }: CustomOperation): string {
  const rendered = customDefinition(name).render?.(data)
  return (
    rendered ?? `op.invoke({ kind: 'custom', name: ${JSON.stringify(name)}, data: ${written(name, data)} })`
  )
}

function called({ name, data }: AnyDefinition, args: readonly unknown[]): Operation {
  return customOperation(name, data === undefined ? args[0] : data(...args))
}

function written(name: string, data: unknown): string {
  return JSON.stringify(data, (_, part: unknown) => {
    const plain = typeof part !== 'bigint' && !(part instanceof Uint8Array)
    if (plain) return part
    throw new OperationError(
      `The data of ${name} can't be written as JSON`,
      'Give the operation a `render`, or keep bigints and bytes out of its data.',
    )
  })
}

function methodTaken(name: string, method: string): OperationError {
  return new OperationError(
    `The custom operation ${name} wants the method op.${method}, which op has of its own`,
    'Register it with another method.',
  )
}
