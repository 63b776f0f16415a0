import type { Operation } from '../operations/operation.ts'
import { TsmigError } from '../support/errors.ts'
import type { Sink } from './sink.ts'
import type { ReadyEntry } from './stream.ts'

/** An operation that was asked for, and where. */
export interface CollectedOperation {
  readonly operation: Operation
  /** Outside the revision's transaction. */
  readonly outside: boolean
}

/**
 * Keeps the operations of a revision and does none of them. Code, whose effect nobody can tell, is refused, or passed
 * over where that is asked for.
 */
export class CollectSink implements Sink {
  readonly #operations: CollectedOperation[] = []
  readonly #passesOverCode: boolean
  #outside = false

  constructor({ passOverCode = false }: { readonly passOverCode?: boolean } = {}) {
    this.#passesOverCode = passOverCode
  }

  /** In the order of their turns. */
  get operations(): readonly CollectedOperation[] {
    return this.#operations
  }

  async begin(): Promise<void> {}

  async accept(entry: ReadyEntry): Promise<undefined> {
    switch (entry.kind) {
      case 'code':
        if (this.#passesOverCode) return
        throw new CollectError(`"${entry.label}"`)
      case 'knexSchema':
        for (const { sql, bindings } of entry.statements()) {
          this.#keep({ kind: 'execute', sql, ...(bindings !== undefined && { bindings }) })
        }
        return
      case 'leaveTransaction':
        this.#outside = true
        return
      case 'enterTransaction':
        this.#outside = false
        return
      default:
        this.#keep(entry)
    }
  }

  async commit(): Promise<void> {}

  async rollback(): Promise<void> {}

  failureNote(): string {
    return 'Nothing was written, and nothing ran.'
  }

  comment(): void {}

  #keep(operation: Operation): void {
    this.#operations.push({ operation, outside: this.#outside })
  }
}

/** Code stood where only operations can be dealt with. */
export class CollectError extends TsmigError {
  constructor(label: string) {
    super(
      'unknown-effect',
      `${label} runs code: what it does to the database is not known`,
      'Write that revision by hand, or the step as operations.',
    )
  }
}
