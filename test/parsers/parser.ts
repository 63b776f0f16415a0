import fc from 'fast-check'

/** Something of ours that reads text which anybody may have written. */
export interface Parser {
  readonly name: string
  readonly inputs: fc.Arbitrary<string>
  /** Reads one text, and throws where what comes of it breaks a rule: a refusal of its own kind breaks none. */
  readonly read: (text: string) => unknown
}

/** Text out of the words of a language, in any order, with other characters between; one in five hundred is long. */
export function textOf(words: readonly string[]): fc.Arbitrary<string> {
  const word = fc.constantFrom(...words)
  const piece = fc.oneof(
    { weight: 8, arbitrary: word },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
  )
  const short = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))
  const long = fc
    .tuple(short, fc.array(word, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 20_000 }), short)
    .map(([before, repeated, times, after]) => before + repeated.join('').repeat(times) + after)
  return fc.oneof({ weight: 499, arbitrary: short }, { weight: 1, arbitrary: long })
}

/** Throws where a rule does not hold. */
export function must(holds: boolean, rule: string): void {
  if (!holds) throw new Error(`broken: ${rule}`)
}

/** What `read` gives, or undefined where it refuses by an error of the kind that it promises. */
export function unlessRefused<T>(read: () => T, refuses: (error: unknown) => boolean): T | undefined {
  try {
    return read()
  } catch (error) {
    if (refuses(error)) return undefined
    throw error
  }
}
