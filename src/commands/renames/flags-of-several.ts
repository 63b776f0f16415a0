import type { UnknownRenameError } from './errors.ts'

/** The flags of one command line for several databases: each has to fit one of them. */
export class FlagsOfSeveral {
  readonly #flags: readonly string[]
  readonly #heard = new Set<string>()
  readonly #errors = new Map<string, UnknownRenameError>()

  constructor(flags: readonly string[]) {
    this.#flags = flags
  }

  /** Compares one of the databases, where `onUnknown` is told of each flag that doesn't fit it. */
  async compare<T>(body: (onUnknown: (error: UnknownRenameError) => void) => Promise<T>): Promise<T> {
    const unknown = new Map<string, UnknownRenameError>()
    const compared = await body((error) => unknown.set(error.flag, error))
    for (const flag of this.#flags) {
      const error = unknown.get(flag)
      if (error === undefined) this.#heard.add(flag)
      else this.#errors.set(flag, error)
    }
    return compared
  }

  /** Throws `unknown-rename` for a flag that fits none. */
  requireHeard(): void {
    for (const [flag, error] of this.#errors) if (!this.#heard.has(flag)) throw error
  }
}
