import { DefinitionError } from './errors.ts'
import type { Identity } from './model.ts'
import { given, knownParts, namePart, on } from './parts.ts'
import { wholeNumber } from './type-arguments.ts'

export interface IdentityOptions {
  /** Values given by hand are refused. PostgreSQL. */
  readonly always?: boolean
  readonly start?: number | bigint
  readonly increment?: number | bigint
  /** PostgreSQL, as what follows. */
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  /** How many numbers a connection takes at a time. */
  readonly cache?: number | bigint
  /** Begins again behind the last number. */
  readonly cycle?: boolean
  /** The name of its sequence; the server chooses one unless given. */
  readonly sequence?: string
}

/** An identity as the model has it. Throws `DefinitionError` for numbers that don't fit together. */
export function identityOf(options: IdentityOptions): Identity {
  const { always, start, increment, minimum, maximum, cache, cycle, sequence } = knownParts(
    'An identity',
    options,
    ['always', 'start', 'increment', 'minimum', 'maximum', 'cache', 'cycle', 'sequence'],
  )
  refuseContradiction('An identity', { start, increment, minimum, maximum })
  const whole = (value: number | bigint | undefined, what: string, least = Number.MIN_SAFE_INTEGER) =>
    value === undefined || (typeof value === 'bigint' && BigInt.asIntN(64, value) === value && value >= least)
      ? value
      : wholeNumber(Number(value), `The ${what} of an identity`, least)
  return given({
    mode: always === true ? ('always' as const) : ('by default' as const),
    start: whole(start, 'start'),
    increment: whole(increment, 'increment'),
    minimum: whole(minimum, 'minimum'),
    maximum: whole(maximum, 'maximum'),
    cache: whole(cache, 'cache', 1),
    cycle: on(cycle, '`cycle` of an identity'),
    sequence: namePart(sequence, 'The sequence of an identity'),
  })
}

/** Throws `DefinitionError` where a counter goes nowhere, or starts outside of its own limits. */
export function refuseContradiction(
  what: string,
  counter: {
    readonly start?: number | bigint | undefined
    readonly increment?: number | bigint | undefined
    readonly minimum?: number | bigint | undefined
    readonly maximum?: number | bigint | undefined
  },
): void {
  const { start, increment, minimum, maximum } = counter
  if (increment !== undefined && Number(increment) === 0) {
    throw new DefinitionError(
      `The increment of ${what.charAt(0).toLowerCase()}${what.slice(1)} is 0`,
      'Give a step that gets somewhere.',
    )
  }
  if (minimum !== undefined && maximum !== undefined && minimum >= maximum) {
    throw new DefinitionError(
      `${what} has a minimum of ${minimum} and a maximum of ${maximum}`,
      'The minimum has to be the smaller one.',
    )
  }
  const below = start !== undefined && minimum !== undefined && start < minimum
  const above = start !== undefined && maximum !== undefined && start > maximum
  if (below || above) {
    throw new DefinitionError(
      `${what} starts at ${start}, ${below ? `below its minimum of ${minimum}` : `above its maximum of ${maximum}`}`,
      'Start within the limits.',
    )
  }
}
