import type { Statement } from '../dialects/dialect.ts'
import { UnwritableValueError } from '../dialects/errors.ts'
import { StatementError } from './errors.ts'
import type { Limits } from './limits/limits.ts'
import type { Session } from './session.ts'

/** Statements and code within the limits of a run; what fails tells which of either it was, and why. */
export class LimitedStatements {
  readonly #session: Session
  readonly #limits: Limits

  constructor(session: Session, limits: Limits) {
    this.#session = session
    this.#limits = limits
  }

  run(statement: Statement): Promise<number | undefined> {
    return this.sent(statement, () => this.#session.run(statement))
  }

  /** Throws `StatementError`. `placeOf`: where in what is sent the failure is. */
  async sent<T>(
    statement: Statement,
    send: () => Promise<T>,
    placeOf: (cause: unknown) => string | undefined = () => undefined,
  ): Promise<T> {
    try {
      return await this.#limits.statement(statement, send)
    } catch (cause) {
      if (cause instanceof UnwritableValueError) throw cause
      throw this.#limits.explain(new StatementError(statement, cause, placeOf(cause)), cause)
    }
  }

  async code(body: () => Promise<unknown>): Promise<unknown> {
    try {
      return await this.#limits.code(body)
    } catch (cause) {
      throw this.#limits.explain(cause, cause)
    }
  }
}
