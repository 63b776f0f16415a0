import { isServerError } from '../dialects/driver-errors.ts'
import type { Operation } from '../operations/operation.ts'
import { forStatements } from './answered.ts'
import { StatementError } from './errors.ts'
import type { Limits } from './limits/limits.ts'
import type { LiveStep } from './live-parts.ts'
import { type GatheredOperation, Message, type SentText, textsOf } from './message.ts'
import { needsOwnMessage } from './needs-own-message.ts'
import type { OwnTexts } from './prepared-statements.ts'
import type { Session } from './session.ts'
import type { PlacedEntry } from './sink.ts'
import type { StepTransaction } from './step-transaction.ts'
import type { ReadyEntry } from './stream.ts'
import { refuseTransactionWords } from './transaction-words.ts'

/** What is sent at once, in characters. */
const most = 1_000_000
/** What of a step may be on its way before its turn, in characters. */
const mostAhead = 50_000

/** Operations of a step that wait for those behind them, to go in one message. */
export class GatheredOperations {
  readonly #session: Session
  readonly #transaction: StepTransaction
  readonly #limits: Limits
  readonly #step: LiveStep
  #isOpen = false
  #waiting: GatheredOperation[] = []
  #characters = 0
  #failed: GatheredOperation | undefined
  /** Of operations whose turn comes later. */
  readonly #prepared = new WeakMap<Operation, readonly string[] | undefined>()

  constructor(session: Session, transaction: StepTransaction, limits: Limits, step: LiveStep) {
    this.#session = session
    this.#transaction = transaction
    this.#limits = limits
    this.#step = step
  }

  /** From now on operations may wait. */
  open(): void {
    this.#isOpen = this.#session.runEach !== undefined
  }

  /** None waits any more: what waited is forgotten. */
  close(): void {
    this.#isOpen = false
    this.#waiting = []
    this.#characters = 0
    this.#failed = undefined
  }

  /** Where the user's file asks for the one that failed. */
  get failedPlace(): string | undefined {
    return this.#failed?.place?.()
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** Compiles an operation; one that is refused is refused when its turn comes. */
  prepare(entry: ReadyEntry): void {
    const operation = operationOf(entry)
    if (operation === undefined) return
    try {
      this.#prepared.set(operation, this.#statementsOf(operation))
    } catch {
      return
    }
  }

  /** Whether an operation waits now; not one that has to be sent by itself, before which what waits goes first. */
  async take(entry: ReadyEntry, place: GatheredOperation['place']): Promise<boolean> {
    if (!this.#isOpen || !this.#session.inTransaction) return false
    const operation = operationOf(entry)
    const statements = operation && this.#statementsNow(operation)
    if (operation === undefined || statements === undefined) return false
    this.#waiting.push({ operation, statements, place })
    for (const { length } of statements) this.#characters += length
    if (this.#characters > most) await this.send()
    return true
  }

  /** Sends what waits. Throws `StatementError` for the first that failed: the transaction is lost then. */
  async send(): Promise<void> {
    if (this.isEmpty) return
    const operations = this.#takeAll()
    this.#transaction.ran = true
    await this.#deliver(new Message(operations.flatMap(textsOf)))
    for (const one of operations) await this.#note(one)
  }

  /** What waits, with statements of tsmig's own before and behind it; nothing waits any more. */
  takeWith(own: readonly OwnTexts[]): readonly SentText[] {
    return textsWith(own, this.#takeAll())
  }

  /**
   * Sends a message and the last statement, which ends the transaction. Throws `StatementError` for the one that was refused;
   * another error where it is the last one, or where no answer came: all of it may have been done then.
   */
  sendWith(message: Message, last: string): Promise<void> {
    return this.#deliver(message, last)
  }

  /** Operations whose turn comes later, as they were prepared; `undefined` where not all were, or they are too long. */
  preparedOf(entries: readonly PlacedEntry[]): readonly GatheredOperation[] | undefined {
    const operations: GatheredOperation[] = []
    let characters = 0
    for (const { entry, place } of entries) {
      const operation = operationOf(entry)
      const statements = operation && this.#prepared.get(operation)
      if (operation === undefined || statements === undefined) return undefined
      operations.push({ operation, statements, place })
      for (const { length } of statements) characters += length
    }
    return characters > mostAhead ? undefined : operations
  }

  #takeAll(): readonly GatheredOperation[] {
    const operations = this.#waiting
    this.#waiting = []
    this.#characters = 0
    return operations
  }

  async #deliver(message: Message, last?: string): Promise<void> {
    const statements = last === undefined ? message.statements : [...message.statements, last]
    let done = 0
    const onDone = () => {
      done += 1
    }
    try {
      await this.#limits.statement({ sql: statements.join(';\n') }, () =>
        this.#answeredLater(statements.length, async () => this.#session.runEach?.(statements, onDone)),
      )
    } catch (cause) {
      const failed = message.failed(done, cause)
      if (failed === undefined || (last !== undefined && !isServerError(cause))) throw cause
      this.#failed = failed.operation
      throw this.#limits.explain(new StatementError({ sql: failed.told() }, cause), cause)
    }
  }

  /** The server has as long for each of them as for one. */
  async #answeredLater<T>(statements: number, send: () => Promise<T>): Promise<T> {
    const { answerWithin } = this.#session
    this.#session.answerWithin = forStatements(statements, answerWithin)
    try {
      return await send()
    } finally {
      this.#session.answerWithin = answerWithin
    }
  }

  /** For the log it is as if each had been sent by itself. */
  async #note({ operation, statements }: GatheredOperation): Promise<void> {
    const parts = statements.map((sql) => ({
      sql,
      commits: true,
      run: (done: () => Promise<void>) => done(),
    }))
    await this.#step.progress?.run(operation, { parts: async () => parts }, { outside: false })
  }

  #statementsNow(operation: Operation): readonly string[] | undefined {
    return this.#prepared.has(operation) ? this.#prepared.get(operation) : this.#statementsOf(operation)
  }

  /** The statements of an operation, where each may stand among others. */
  #statementsOf(operation: Operation): readonly string[] | undefined {
    const { dialect } = this.#session
    if (operation.kind === 'execute') refuseTransactionWords(operation.sql, dialect.name)
    if (dialect.needs(operation).length > 0) return undefined
    const statements = dialect.compile(operation, () => undefined).map((one) => dialect.inline(one))
    return statements.some(needsOwnMessage) ? undefined : statements
  }
}

/** Operations, with statements of tsmig's own before and behind them. */
export function textsWith(
  own: readonly OwnTexts[],
  operations: readonly GatheredOperation[],
): readonly SentText[] {
  return [
    ...own.flatMap(({ before }) => before),
    ...operations.flatMap(textsOf),
    ...own.map(({ text }) => text),
  ]
}

/** Rows have a quicker way, and what may be anybody's code has to run when its turn has come. */
function operationOf(entry: ReadyEntry): Operation | undefined {
  switch (entry.kind) {
    case 'code':
    case 'knexSchema':
    case 'rowSource':
    case 'leaveTransaction':
    case 'enterTransaction':
    case 'insertRows':
    case 'backfill':
    case 'custom':
      return undefined
    default:
      return entry
  }
}
