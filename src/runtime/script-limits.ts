import type { Dialect, LimitKind } from '../dialects/dialect.ts'
import type { StepLimits } from './limits/limits.ts'

const kinds: readonly LimitKind[] = ['tableLock', 'statement']

/** The limits that revisions have of their own, as statements of a script. */
export class ScriptLimits {
  readonly #dialect: Dialect
  #current: StepLimits = {}

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  /** What leads from the limits that the session has to these; what is absent is as it was before the script. */
  change(limits: StepLimits): readonly string[] {
    const before = this.#current
    this.#current = limits
    const { sessionLimits } = this.#dialect
    if (sessionLimits === undefined) return []
    return kinds.flatMap((kind) => {
      const limit = limits[kind]
      if (limit === before[kind]) return []
      return (limit === undefined ? sessionLimits.reset(kind) : sessionLimits.set(kind, limit)) ?? []
    })
  }

  /** A statement outside of any transaction, without the limits where they would do harm. */
  around(sql: string): readonly string[] {
    if (this.#dialect.sessionLimits?.spares(sql) !== true) return [sql]
    const limits = this.#current
    return [...this.change({}), sql, ...this.change(limits)]
  }
}
