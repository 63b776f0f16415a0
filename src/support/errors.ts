/** A mistake the user can fix: the command line prints message and hint, and a stack only on request. */
export class TsmigError extends Error {
  /** Stable, kebab-case, made for programs: `multiple-heads`, `no-such-table`. */
  readonly code: string
  /** The next step, as a sentence. */
  readonly hint: string

  constructor(code: string, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    this.code = code
    this.hint = hint
  }
}

/** The message of anything thrown, an `Error` or not. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === '') {
    return thrown.errors.map(messageOf).join('; ')
  }
  if (thrown instanceof Error) return thrown.message
  return typeof thrown === 'object' && thrown !== null ? asJson(thrown) : String(thrown)
}

/** Something thrown that is no error, in a way that tells more than `[object Object]`. */
function asJson(thrown: object): string {
  try {
    return JSON.stringify(thrown)
  } catch {
    return String(thrown)
  }
}
