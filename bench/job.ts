import type { Measured } from './measure/interleave.ts'
import type { Quantity } from './measure/statistics.ts'
import type { Peers } from './peers.ts'

/** What tsmig is held to in a job. */
export type Goal =
  /** The ratio of two cases, in the same rounds. */
  | {
      readonly kind: 'ratio'
      readonly of: string
      readonly to: string
      readonly quantity?: Quantity
      readonly atMost?: number
      /** For "at least n times faster": `to` takes n times what `of` takes. */
      readonly timesFaster?: number
    }
  /** The middle of what one case takes, in milliseconds or megabytes. */
  | { readonly kind: 'most'; readonly of: string; readonly quantity: Quantity; readonly atMost: number }
  /** A number that is no process's cost. */
  | {
      readonly kind: 'number'
      readonly what: string
      readonly value: number
      readonly unit: string
      readonly atMost: number
    }

/** What a job found. */
export interface Finding {
  readonly title: string
  /** What is shown of each case. */
  readonly quantities: readonly Quantity[]
  /** The case that the others are set beside, as a ratio. */
  readonly base: string
  readonly measured: readonly Measured[]
  readonly goals: readonly Goal[]
  readonly notes?: readonly string[]
}

export interface Bench {
  /** The short form: fewer rounds, smaller projects. */
  readonly quick: boolean
  /** Where projects may be made; gone behind the run. */
  readonly folder: string
  readonly peers: Peers
  /** The version of the PostgreSQL at hand; without one, what needs it is left out. */
  readonly postgres: string | undefined
}

/** One kind of work, done by tsmig, by others and by no tool. */
export interface Job {
  /** Its name on the command line. */
  readonly name: string
  run(bench: Bench): Promise<readonly Finding[]>
}
