import type { Statement } from '../dialects/dialect.ts'
import type { Operation } from '../operations/operation.ts'
import { StatementError } from './errors.ts'
import { ForeignKeyGuard } from './foreign-key-guard.ts'
import { type Limits, noLimits } from './limits/limits.ts'
import type { Session } from './session.ts'
import type { Sink, StepFrame } from './sink.ts'
import type { ReadyEntry } from './stream.ts'
import { mayTouchRows, readShapes, rebuilds } from './table-shapes.ts'
import { refuseTransactionWords } from './transaction-words.ts'

/** Opens and commits a transaction: on a database that locks by it, either may have to wait. */
export interface TransactionEnds {
  /** `sql` begins it. */
  begin(session: Session, sql: string): Promise<void>
  commit(session: Session): Promise<void>
  /** Called before something runs outside a transaction; throws where that can't be. */
  leave?(): void
}

/** Runs entries on a database, a transaction a step. */
export class LiveSink implements Sink {
  readonly #session: Session
  readonly #ends: TransactionEnds
  readonly #foreignKeys: ForeignKeyGuard
  readonly #limits: Limits
  #frame: StepFrame = { transaction: true }
  /** Something of this step has been committed, or ran without a transaction. */
  #kept = false
  /** Something of this step has run. */
  #ran = false

  constructor(session: Session, ends: TransactionEnds, limits: Limits = noLimits) {
    this.#session = session
    this.#ends = ends
    this.#limits = limits
    this.#foreignKeys = new ForeignKeyGuard(session)
  }

  /** Whether a rollback would leave something of this step. */
  get keptSome(): boolean {
    return this.#kept
  }

  async begin(frame: StepFrame): Promise<void> {
    this.#frame = frame
    this.#kept = !frame.transaction
    this.#ran = false
    if (frame.transaction) await this.#open()
    else this.#ends.leave?.()
  }

  async accept(entry: ReadyEntry): Promise<unknown> {
    switch (entry.kind) {
      case 'code':
        await this.#foreignKeys.beforeRows()
        this.#ran = true
        return this.#runCode(() => entry.run(this.#session.knex()))
      case 'knexSchema':
        return this.#bracketed(true, async () => {
          await this.#foreignKeys.beforeRows()
          return this.#committing(!this.#session.dialect.transactionalDdl, () =>
            this.#runCode(() => entry.run(this.#session.knex())),
          )
        })
      case 'leaveTransaction':
        this.#ends.leave?.()
        this.#kept = true
        return this.#session.inTransaction ? this.#close() : undefined
      case 'enterTransaction':
        return this.#frame.transaction ? this.#open() : undefined
      default:
        return this.#bracketed(rebuilds(this.#session.dialect, entry), () => this.#perform(entry))
    }
  }

  async commit(): Promise<void> {
    if (this.#session.inTransaction) await this.#close()
  }

  async rollback(): Promise<void> {
    if (!this.#session.inTransaction) return
    this.#session.inTransaction = false
    try {
      await this.#session.run({ sql: 'ROLLBACK' })
    } finally {
      await this.#afterEnd()
    }
  }

  failureNote(revision: string): string {
    if (this.#kept && !this.#session.dialect.transactionalDdl) {
      return `What revision ${revision} did before is still there: ${this.#session.dialect.title} takes no DDL back.`
    }
    return this.#kept
      ? `What revision ${revision} did outside its transaction is still there.`
      : `Nothing of revision ${revision} was kept.`
  }

  comment(): void {}

  /**
   * Where a rebuild has to stand in a bracket, and no transaction is open, it gets one of its own:
   * with foreign keys on, dropping the old table would delete the rows that refer to it.
   */
  async #bracketed<T>(rebuild: boolean, body: () => Promise<T>): Promise<T> {
    const { dialect, inTransaction } = this.#session
    if (!rebuild || inTransaction || dialect.bracket.foreignKeys === undefined) return body()
    await this.#open()
    const result = await body()
    await this.#close()
    return result
  }

  async #perform(operation: Operation): Promise<number | undefined> {
    const { dialect, query, inTransaction } = this.#session
    if (operation.kind === 'execute' && inTransaction) refuseTransactionWords(operation.sql, dialect.name)
    if (mayTouchRows(dialect, operation)) await this.#foreignKeys.beforeRows()
    const statements = dialect.compile(operation, await readShapes(dialect, query, operation))
    const commits = dialect.commits?.(operation) ?? false
    let changed: number | undefined
    for (const statement of statements) {
      changed = await this.#committing(commits, () => this.#run(statement))
    }
    return changed
  }

  /** Runs what may commit by itself: the transaction is then opened again for what follows. */
  async #committing<T>(commits: boolean, body: () => Promise<T>): Promise<T> {
    // Even a statement that fails has committed what ran before it.
    if (commits && this.#ran) this.#kept = true
    const result = await body()
    this.#ran = true
    if (!commits) return result
    this.#kept = true
    if (this.#session.inTransaction) await this.#begin()
    return result
  }

  async #run(statement: Statement): Promise<number | undefined> {
    try {
      return await this.#limits.statement(statement, () => this.#session.run(statement))
    } catch (cause) {
      throw this.#limits.explain(new StatementError(statement, cause), cause)
    }
  }

  async #runCode(body: () => Promise<unknown>): Promise<unknown> {
    try {
      return await this.#limits.code(body)
    } catch (cause) {
      throw this.#limits.explain(cause, cause)
    }
  }

  async #open(): Promise<void> {
    await this.#foreignKeys.switchOff()
    try {
      await this.#begin()
    } catch (error) {
      await this.#afterEnd()
      throw error
    }
    this.#session.inTransaction = true
  }

  #begin(): Promise<void> {
    return this.#ends.begin(this.#session, this.#limits.begin(this.#session.dialect.bracket.begin))
  }

  async #close(): Promise<void> {
    await this.#foreignKeys.check()
    await this.#ends.commit(this.#session)
    this.#session.inTransaction = false
    await this.#afterEnd()
  }

  async #afterEnd(): Promise<void> {
    for (const sql of this.#session.dialect.bracket.afterEnd) await this.#session.run({ sql })
    await this.#foreignKeys.switchBack()
  }
}
