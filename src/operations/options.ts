import { isOn, type Refusal, knownOptions as requireKnown } from '../schema/options.ts'
import { OperationError } from './errors.ts'

const invalidOperation: Refusal = (message, hint) => new OperationError(message, hint)

/** Refuses an option that `call` doesn't know, as `OperationError`. Gives back the options. */
export function knownOptions<Options extends object>(
  call: string,
  options: Options,
  known: readonly (keyof Options & string)[],
): Options {
  return requireKnown(call, options, known, invalidOperation)
}

/** Whether it is switched on or off, where that is said. */
export function onOrOff(key: string, value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : isOn(key, value, invalidOperation)
}

/** `{ [key]: true }` where an option is on, and nothing where it is off: absent, not false. */
export function flag<Key extends string>(key: Key, on: boolean | undefined): { readonly [K in Key]?: true } {
  return (isOn(key, on, invalidOperation) ? { [key]: true } : {}) as { readonly [K in Key]?: true }
}
