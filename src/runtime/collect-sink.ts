import type { Operation } from '../operations/operation.ts'
import { TsmigError } from '../support/errors.ts'
import type { Sink } from './sink.ts'
import type { ReadyEntry } from './stream.ts'

/** An operation that was asked for, and where. */
export interface CollectedOperation {
  readonly operation: Operation
  /** Outside the revision's transaction. */
  readonly outside: boolean
  /** `file:line:column` of the call, where places are kept. */
  readonly place?: string
}

/** Code that was passed over. */
export interface CollectedCode extends Omit<CollectedOperation, 'operation'> {
  readonly operation: { readonly kind: 'code'; readonly label: string }
}

export interface CollectOptions {
  readonly passOverCode?: boolean
  /** Each operation is kept with its place, which takes a look at a stack. */
  readonly keepPlaces?: boolean
}

/**
 * Keeps the operations of a revision and does none of them. Code, whose effect nobody can tell, is refused, or passed
 * over where that is asked for.
 */
export class CollectSink implements Sink {
  readonly #entries: (CollectedOperation | CollectedCode)[] = []
  readonly #passesOverCode: boolean
  readonly #keepsPlaces: boolean
  #outside = false

  constructor({ passOverCode = false, keepPlaces = false }: CollectOptions = {}) {
    this.#passesOverCode = passOverCode
    this.#keepsPlaces = keepPlaces
  }

  /** In the order of their turns. */
  get operations(): readonly CollectedOperation[] {
    return this.#entries.flatMap((one) => (one.operation.kind === 'code' ? [] : [one as CollectedOperation]))
  }

  /** The same with the code between them. */
  get entries(): readonly (CollectedOperation | CollectedCode)[] {
    return this.#entries
  }

  async begin(): Promise<void> {}

  async accept(entry: ReadyEntry, place?: () => string | undefined): Promise<undefined> {
    switch (entry.kind) {
      case 'code':
        if (this.#passesOverCode) {
          return this.#keep({ kind: 'code', label: entry.label }, place)
        }
        throw new CollectError(`"${entry.label}"`)
      case 'rowSource':
        // Reading them would do what only a run may do; which table they are for is known.
        if (!this.#passesOverCode) throw new CollectError(`op.bulkInsert of rows that are read`)
        return this.#keep({ kind: 'insertRows', table: entry.table, columns: [], rows: [] }, place)
      case 'knexSchema':
        for (const { sql, bindings } of entry.statements()) {
          this.#keep({ kind: 'execute', sql, ...(bindings !== undefined && { bindings }) }, place)
        }
        return
      case 'leaveTransaction':
        this.#outside = true
        return
      case 'enterTransaction':
        this.#outside = false
        return
      default:
        this.#keep(entry, place)
    }
  }

  async commit(): Promise<void> {}

  async rollback(): Promise<void> {}

  failureNote(): string {
    return 'Nothing was written, and nothing ran.'
  }

  comment(): void {}

  #keep(operation: Operation | CollectedCode['operation'], place?: () => string | undefined): undefined {
    const at = this.#keepsPlaces ? place?.() : undefined
    const entry = { operation, outside: this.#outside, ...(at !== undefined && { place: at }) }
    this.#entries.push(entry as CollectedOperation | CollectedCode)
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
