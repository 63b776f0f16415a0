import { randomUUID } from 'node:crypto'
import type { MessageChain } from '../dialects/dialect.ts'
import type { Execute } from '../operations/operation.ts'
import { StatementError } from './errors.ts'
import { type GatheredOperations, textsWith } from './gathered-operations.ts'
import { dropWhenInterrupted } from './interrupted.ts'
import { Message, type SentText } from './message.ts'
import type { PreparedStatements } from './prepared-statements.ts'
import type { Session } from './session.ts'
import type { PlacedEntry } from './sink.ts'
import type { StepTransaction } from './step-transaction.ts'

/** A step that is on its way, before its turn. */
interface SentStep {
  readonly rows: readonly Execute[]
  readonly message: Message
  /** What of it looks whether the step in front of it was committed. */
  readonly look: string
}

/** What steps ahead are made of and sent with. */
interface Surroundings {
  readonly session: Session
  readonly transaction: StepTransaction
  readonly gathered: GatheredOperations
  readonly prepared: PreparedStatements
  /** Nobody else has the session before the run is over. */
  readonly holdsSession: boolean
  /** Ends the session, and all that is on its way with it. */
  readonly end: (() => Promise<void>) | undefined
}

/**
 * Steps that are with the server before their turn, each one message and one transaction: none waits for the way of the
 * answer to the one before. The server does one only behind the one in front of it, and only if that was committed.
 */
export class StepsAhead {
  readonly #run: Surroundings
  readonly #name = randomUUID()
  #marks = 0
  #ahead: SentStep[] = []
  #taken: SentStep | undefined
  /** Whether what was sent last may have others behind it. */
  #isOpen = false
  #leftSome = false
  /** Says that nobody who interrupts the process leaves something on its way. */
  #release: (() => Promise<void>) | undefined
  #isOver: boolean

  constructor(run: Surroundings) {
    this.#run = run
    this.#isOver = !run.holdsSession
  }

  /** Absent where nothing can be sent ahead. */
  get #chain(): MessageChain | undefined {
    const { session } = this.#run
    return this.#isOver || session.sendAhead === undefined ? undefined : session.dialect.messageChain
  }

  get canSend(): boolean {
    return this.#isOpen && this.#chain !== undefined
  }

  /** Whether something was on its way behind the step that failed. */
  get leftSome(): boolean {
    return this.#leftSome
  }

  /** What stands in the message of a step in its turn, so that others may be sent behind it. */
  mark(): readonly SentText[] {
    const chain = this.#chain
    if (chain === undefined) return []
    this.#isOpen = true
    return [textOf(chain.first(this.#nextMark()))]
  }

  /** Sends a step with its rows and the commit, behind what was sent last; `false` where it has to wait for its turn. */
  send(entries: readonly PlacedEntry[], rows: readonly Execute[]): boolean {
    const { session, transaction, gathered, prepared } = this.#run
    const { commitStatement } = transaction.ends
    const chain = this.#isOpen ? this.#chain : undefined
    const operations = gathered.preparedOf(entries)
    if (chain === undefined || commitStatement === undefined || operations === undefined) return false
    // Where a step before it fails, nothing would have been kept that others rely on.
    if (prepared.areNew(rows)) return false
    const look = chain.behind(this.#lastMark, this.#nextMark())
    const own = rows.map((row) => prepared.textsOf(row))
    const message = new Message([textOf(look), ...textsWith(own, operations)])
    session.sendAhead?.(transaction.opening, [...message.statements, commitStatement])
    this.#ahead.push({ rows, message, look })
    this.#release ??= dropWhenInterrupted(() => this.#endWithAll())
    return true
  }

  /** The message of a step whose turn has come; `undefined` where it was not sent. */
  take(rows: readonly Execute[]): Message | undefined {
    this.#taken = this.#ahead[0]?.rows === rows ? this.#ahead.shift() : undefined
    if (this.#ahead.length === 0) void this.#over()
    return this.#taken?.message
  }

  /** A step failed: the server refuses those behind it, and nobody asks for them. */
  forget(): Promise<void> {
    this.#leftSome = this.#ahead.length > 0
    this.#ahead = []
    this.#isOpen = false
    return this.#over()
  }

  /** Never comes back where the process is about to end. */
  async #over(): Promise<void> {
    const release = this.#release
    this.#release = undefined
    await release?.()
  }

  async #endWithAll(): Promise<void> {
    if (this.#ahead.length > 0) await this.#run.end?.()
  }

  /**
   * Code of a revision's may have taken the mark away, as RESET ALL does: then each step waits, from now on. Whether that is
   * what was thrown, and it would not be again.
   */
  mends(thrown: unknown): boolean {
    if (!(thrown instanceof StatementError) || thrown.statement.sql !== this.#taken?.look) return false
    if (this.#chain?.isRefusal(thrown.cause) !== true) return false
    this.#isOver = true
    return true
  }

  /** What takes from the session what the marks have left there. */
  get ending(): readonly string[] {
    const { messageChain } = this.#run.session.dialect
    return this.#marks === 0 || messageChain === undefined ? [] : [messageChain.ending]
  }

  get #lastMark(): string {
    return `${this.#name} ${this.#marks}`
  }

  #nextMark(): string {
    this.#marks += 1
    return this.#lastMark
  }
}

function textOf(sql: string): SentText {
  return { sql, told: () => sql }
}
