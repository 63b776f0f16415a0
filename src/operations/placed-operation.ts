import type { Operation } from './operation.ts'

/** An operation and where it runs. */
export interface PlacedOperation {
  readonly operation: Operation
  /** Outside the revision's transaction. */
  readonly outside?: boolean
  /** What a reader has to know before it runs: a comment of one line above its call. */
  readonly note?: string
}
