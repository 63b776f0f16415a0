import { AsyncLocalStorage } from 'node:async_hooks'

interface Frame {
  readonly of: object
  readonly value: unknown
  readonly outer: Frame | undefined
}

/** One for all: Node goes through every storage that was ever used, for each promise. */
const frames = new AsyncLocalStorage<Frame>()

/** A value that holds inside of a body, and in whatever the body awaits: each instance has its own. */
export class Within<T> {
  run<Result>(value: T, body: () => Result): Result {
    return frames.run({ of: this, value, outer: frames.getStore() }, body)
  }

  /** The value of the innermost body; `undefined` outside of all. */
  get(): T | undefined {
    for (let frame = frames.getStore(); frame !== undefined; frame = frame.outer)
      if (frame.of === this) return frame.value as T
    return undefined
  }
}
