import type { Shapes } from '../dialects/dialect.ts'
import type { RowSource } from '../operations/entry.ts'
import type { Backfill, Execute, Operation } from '../operations/operation.ts'
import { inTransaction, noLog } from './backfill/errors.ts'
import { type BackfillMemory, type BackfillTold, runBackfill } from './backfill/run-backfill.ts'
import { failureNote } from './failure-note.ts'
import { GatheredOperations } from './gathered-operations.ts'
import { LimitedStatements } from './limited-statements.ts'
import { type Limits, noLimits } from './limits/limits.ts'
import { LiveParts } from './live-parts.ts'
import type { StepProgress } from './log/step-progress.ts'
import type { UnitEntry } from './log/unit.ts'
import type { UnitPlan } from './log/unit-part.ts'
import { Message } from './message.ts'
import { PreparedStatements } from './prepared-statements.ts'
import type { Session } from './session.ts'
import { acceptInTurn, type Sink, type StepFrame, type WayOfStep } from './sink.ts'
import { type SendWithCommit, StepTransaction, type TransactionEnds } from './step-transaction.ts'
import { StepsAhead } from './steps-ahead.ts'
import type { ReadyEntry } from './stream.ts'
import { mayTouchRows, rebuilds } from './table-shapes.ts'
import { refuseTransactionWords } from './transaction-words.ts'

/** What a run has beside its session. */
export interface LiveRun {
  readonly limits?: Limits
  /** What is told while an operation goes on. */
  readonly told?: BackfillTold
  /** Nobody else has the session before the run is over: the server may keep things for it. */
  readonly holdsSession?: boolean
  /** Ends the session, for whoever interrupts the process: what is on its way is not done then. */
  readonly end?: (() => Promise<void>) | undefined
  /** The database is thrown away behind the run: nothing of it has to be remembered. */
  readonly scratch?: true
}

/** Runs entries on a database, a transaction a step. */
export class LiveSink implements Sink {
  readonly #session: Session
  readonly #transaction: StepTransaction
  readonly #statements: LimitedStatements
  readonly #parts: LiveParts
  readonly #gathered: GatheredOperations
  readonly #ahead: StepsAhead
  readonly #limits: Limits
  readonly #own: PreparedStatements
  readonly #told: BackfillTold
  readonly #isScratch: boolean
  #isMended = false
  #frame: StepFrame = { transaction: true }
  readonly #step: { outside: boolean; progress: StepProgress | undefined } = {
    outside: false,
    progress: undefined,
  }

  constructor(session: Session, ends: TransactionEnds, run: LiveRun = {}) {
    this.#session = session
    this.#limits = run.limits ?? noLimits
    this.#own = new PreparedStatements(session.dialect, run)
    this.#told = run.told ?? silent
    this.#isScratch = run.scratch === true
    this.#transaction = new StepTransaction(session, ends, this.#limits)
    this.#statements = new LimitedStatements(session, this.#limits)
    this.#parts = new LiveParts(session, this.#transaction, this.#statements, this.#step)
    this.#gathered = new GatheredOperations(session, this.#transaction, this.#limits, this.#step)
    this.#ahead = new StepsAhead({
      session,
      transaction: this.#transaction,
      gathered: this.#gathered,
      prepared: this.#own,
      holdsSession: run.holdsSession === true,
      end: run.end,
    })
  }

  /** How its transactions begin and end, for whoever has some beside the step's. */
  get ends(): TransactionEnds {
    return this.#transaction.ends
  }

  get keptSome(): boolean {
    return this.#transaction.keptSome
  }

  async begin(frame: StepFrame): Promise<void> {
    this.#frame = frame
    this.#gathered.close()
    this.#transaction.enter()
    this.#step.outside = !frame.transaction
    if (frame.transaction) await this.#transaction.open()
    else await this.#transaction.ends.leave?.()
  }

  enter(revision: string | undefined): void {
    this.#gathered.close()
    this.#transaction.next(revision)
  }

  track(progress: StepProgress | undefined): void {
    this.#step.progress = progress
  }

  async together(body: () => Promise<void>): Promise<void> {
    if (this.#session.inTransaction) return body()
    await this.#transaction.open()
    await body()
    await this.#transaction.close()
  }

  gather(): void {
    if (this.#session.inTransaction && this.#step.progress?.goesOn !== true) this.#gathered.open()
  }

  flush(): Promise<void> | undefined {
    return this.#gathered.isEmpty ? undefined : this.#gathered.send()
  }

  get prepare(): Sink['prepare'] {
    return this.#session.runEach && ((entry) => this.#gathered.prepare(entry))
  }

  get failedPlace(): string | undefined {
    return this.#gathered.failedPlace
  }

  async accept(entry: ReadyEntry, place?: () => string | undefined): Promise<unknown> {
    if (await this.#gathered.take(entry, place)) return undefined
    await this.flush()
    switch (entry.kind) {
      case 'code':
        await this.#transaction.foreignKeys.beforeRows()
        return this.#unit(entry, { parts: async () => [this.#parts.ofCode(entry)] })
      case 'knexSchema':
        return this.#transaction.bracketed(true, async () => {
          await this.#transaction.foreignKeys.beforeRows()
          return this.#unit(entry, {
            parts: async () => this.#parts.ofKnex(entry),
            restore: (sql) => this.#parts.ofStatement({ sql }, true),
          })
        })
      case 'rowSource':
        await this.#transaction.foreignKeys.beforeRows()
        return this.#insertFrom(entry)
      case 'backfill':
        return this.#backfill(entry)
      case 'leaveTransaction':
        await this.#transaction.ends.leave?.()
        this.#step.outside = true
        if (!this.#session.inTransaction) return
        await this.#step.progress?.flush()
        return this.#transaction.close()
      case 'enterTransaction':
        if (!this.#frame.transaction) return
        this.#step.outside = false
        return this.#transaction.open()
      default:
        return this.#transaction.bracketed(rebuilds(this.#session.dialect, entry), () => this.#perform(entry))
    }
  }

  /** Nothing refers to rows of tsmig's own: the foreign keys need no look. */
  async acceptAll(operations: readonly Execute[]): Promise<readonly unknown[]> {
    const { dialect, inTransaction, runAll } = this.#session
    if (!inTransaction) return acceptInTurn(this, operations)
    if (runAll !== undefined && operations.length > 1) {
      const statements = operations.map((operation) => dialect.inline(operation))
      this.#transaction.ran = true
      return this.#statements.sent({ sql: statements.join(';\n') }, () => runAll(statements))
    }
    const changed: (number | undefined)[] = []
    for (const operation of operations) {
      for (const statement of dialect.compile(operation, noShapes))
        changed.push(await this.#statements.run(statement))
      this.#transaction.ran = true
    }
    return changed
  }

  get commitWith(): Sink['commitWith'] {
    const { closeBy } = this.#transaction
    return closeBy && ((operations, way) => this.#closeWith(operations, closeBy, way))
  }

  async #closeWith(
    operations: readonly Execute[],
    close: (send: SendWithCommit) => Promise<void>,
    way?: WayOfStep,
  ): Promise<void> {
    const message = this.#ahead.take(operations) ?? this.#messageWith(operations, way?.isFollowed === true)
    try {
      const closed = close((commit) => this.#gathered.sendWith(message, commit))
      way?.onSent()
      await closed
    } catch (error) {
      this.#isMended = this.#own.mends(error) || this.#ahead.mends(error)
      throw error
    }
  }

  #messageWith(operations: readonly Execute[], isFollowed: boolean): Message {
    const mark = isFollowed ? this.#ahead.mark() : []
    const own = operations.map((operation) => this.#own.textsOf(operation))
    return new Message([...mark, ...this.#gathered.takeWith(own)])
  }

  get sendAhead(): Sink['sendAhead'] {
    return this.#ahead.canSend ? (entries, rows) => this.#ahead.send(entries, rows) : undefined
  }

  isMended(): boolean {
    const isMended = this.#isMended
    this.#isMended = false
    return isMended
  }

  /** What takes from the session what this sink has made in it. */
  get ending(): readonly string[] {
    return [...this.#own.ending, ...this.#ahead.ending]
  }

  async commit(): Promise<void> {
    if (this.#session.inTransaction) await this.#transaction.close()
  }

  async rollback(): Promise<void> {
    await this.#ahead.forget()
    try {
      if (this.#session.inTransaction) await this.#transaction.rollBack()
    } finally {
      await this.#step.progress?.failed()
    }
  }

  failureNote(revision: string): string {
    const { dialect } = this.#session
    return failureNote(revision, {
      dialect,
      transaction: this.#transaction,
      progress: this.#step.progress,
      isFollowed: this.#ahead.leftSome,
    })
  }

  comment(): void {}

  async #perform(operation: Operation): Promise<unknown> {
    const { dialect, inTransaction } = this.#session
    if (operation.kind === 'execute' && inTransaction) refuseTransactionWords(operation.sql, dialect.name)
    if (mayTouchRows(dialect, operation)) await this.#transaction.foreignKeys.beforeRows()
    return this.#unit(operation, {
      parts: () => this.#parts.ofOperation(operation),
      restore: (sql) => this.#parts.ofStatement({ sql }, this.#parts.commits(operation)),
    })
  }

  /** What no rollback takes back is remembered part by part; else the rows count as a whole. */
  async #insertFrom(entry: RowSource): Promise<unknown> {
    const { dialect, inTransaction } = this.#session
    if (!inTransaction || !dialect.transactionalDdl) {
      for await (const part of entry.parts()) await this.#perform(part)
      return undefined
    }
    const insertAll = async (done: () => Promise<void>): Promise<void> => {
      for await (const part of entry.parts())
        for (const { run } of await this.#parts.ofOperation(part)) await run(async () => {})
      await done()
    }
    return this.#unit(entry, { parts: async () => [{ commits: false, run: insertAll }] })
  }

  async #backfill(entry: Backfill): Promise<void> {
    if (this.#session.inTransaction) throw inTransaction(entry.table)
    await runBackfill(entry, {
      session: this.#session,
      ends: this.#transaction.ends,
      limits: this.#limits,
      memory: this.#memoryOf(entry),
      told: this.#told,
      run: async (statement) => {
        await this.#statements.run(statement)
        this.#transaction.ran = true
      },
      read: (statement) => this.#statements.sent(statement, () => this.#session.query(statement.sql)),
    })
  }

  #memoryOf(entry: Backfill): BackfillMemory {
    if (this.#step.progress !== undefined) return this.#step.progress.batches(entry)
    if (!this.#isScratch) throw noLog(entry.table)
    return { isDone: false, position: undefined, begin: () => () => {}, note: async () => {} }
  }

  /** Through the progress of the step, where there is one. */
  async #unit(entry: UnitEntry, plan: UnitPlan): Promise<unknown> {
    if (this.#step.progress !== undefined)
      return this.#step.progress.run(entry, plan, { outside: this.#step.outside })
    let result: unknown
    for (const part of await plan.parts()) result = await part.run(async () => {})
    return result
  }
}

const noShapes: Shapes = () => undefined

const silent: BackfillTold = { warn() {}, progress() {} }
