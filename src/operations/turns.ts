import type { Entry } from './entry.ts'

/** How the methods of `op` queue their entries. Both promises are safe to forget: the stream reports the failure. */
export interface Turns {
  /** Settles in the entry's turn, with its result. */
  send(entry: Entry): Promise<unknown>
  /** The same, without the result. */
  done(entry: Entry): Promise<void>
}

/** The promise itself, marked as looked after: when nobody awaits it, its failure must not end the process. */
export function quiet<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {})
  return promise
}
