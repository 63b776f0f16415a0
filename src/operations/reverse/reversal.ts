import type { Operation } from '../operation.ts'

/** The operation that undoes another, or why there is none. */
export type Reversal<Undoing extends Operation = Operation> =
  | { readonly operation: Undoing; readonly reason?: never }
  | { readonly operation?: never; readonly reason: string }
