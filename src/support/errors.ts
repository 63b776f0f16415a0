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

/** The same of what the user's code threw: a build has `import_tsmig.t` where the file says `t`. */
export function messageOfCode(thrown: unknown): string {
  const message = messageOf(thrown)
  return thrown instanceof TypeError
    ? message
        .replaceAll(/\(0 , (import_[\w$]+\.[\w$]+)\)/g, '$1')
        .replaceAll(/\bimport_[\w$]+\.(?!default\b)/g, '')
    : message
}

/** Something thrown that is no error, in a way that tells more than `[object Object]`. */
function asJson(thrown: object): string {
  try {
    return JSON.stringify(thrown)
  } catch {
    return String(thrown)
  }
}
