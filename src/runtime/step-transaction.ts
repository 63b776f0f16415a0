import { codeOf, isServerError } from '../dialects/driver-errors.ts'
import { StatementError } from './errors.ts'
import { ForeignKeyGuard } from './foreign-key-guard.ts'
import { JointSteps } from './joint-steps.ts'
import type { Limits } from './limits/limits.ts'
import { TableLockedError } from './limits/table-locked.ts'
import type { Session } from './session.ts'

/** Opens and commits a transaction: on a database that locks by it, either may have to wait. */
export interface TransactionEnds {
  /** `sql` begins it. */
  begin(session: Session, sql: string): Promise<void>
  commit(session: Session): Promise<void>
  /** All that `commit` does, where that is one statement. */
  readonly commitStatement?: string
  /** Called before something runs outside a transaction; throws where that can't be. */
  leave?(): Promise<void>
}

/**
 * Sends statements, and `commit` behind them. Throws `StatementError` or `TableLockedError` for what the server refused
 * before it, and any other error where it is not certain that nothing was committed.
 */
export type SendWithCommit = (commit: string) => Promise<void>

/** The transaction of a step, and what a rollback of it would leave. */
export class StepTransaction {
  /** How it begins and ends, for whoever has some beside it. */
  readonly ends: TransactionEnds
  readonly foreignKeys: ForeignKeyGuard
  readonly joint = new JointSteps()
  readonly #session: Session
  readonly #limits: Limits
  /** Something of this step that has run is committed, or ran without a transaction. */
  kept = false
  /** Something of this step has run. */
  ran = false
  /** Nobody can tell whether it was committed: the connection broke before the answer, or pg could not read that. */
  inDoubt: 'broken' | 'unread' | undefined
  #keptBefore = false
  #committing = false
  /** A message with the COMMIT failed, and the server has not said so. */
  #isUnread = false

  constructor(session: Session, ends: TransactionEnds, limits: Limits) {
    this.#session = session
    this.#limits = limits
    this.foreignKeys = new ForeignKeyGuard(session)
    this.ends = {
      ...ends,
      commit: async (session) => {
        await ends.commit(session)
        this.#committed()
      },
    }
  }

  /** A transaction begins, or a step that has none. */
  enter(): void {
    this.#keptBefore = false
    this.#forget()
    this.joint.reset()
  }

  /** A step begins, in a transaction that others may have been in before: nothing of it has run. */
  next(revision: string | undefined): void {
    this.#keptBefore ||= this.kept
    this.#forget()
    this.joint.next(revision)
  }

  #forget(): void {
    this.kept = false
    this.ran = false
    this.inDoubt = undefined
  }

  #committed(): void {
    if (this.ran) this.kept = true
    this.joint.committed()
  }

  /** Whether a rollback would leave something of what ran since the transaction began. */
  get keptSome(): boolean {
    return this.kept || this.#keptBefore || this.joint.keptSome
  }

  async open(): Promise<void> {
    const before = await this.foreignKeys.switchOff()
    try {
      await this.#begin(before)
    } catch (error) {
      await this.#afterEnd()
      throw error
    }
    this.#session.inTransaction = true
  }

  /** What begins it, with the limits that hold in it. */
  get opening(): string {
    return this.#limits.begin(this.#session.dialect.bracket.begin)
  }

  #begin(before: readonly string[] = []): Promise<void> {
    return this.ends.begin(this.#session, [...before, this.opening].join(';\n'))
  }

  async close(): Promise<void> {
    await this.foreignKeys.check()
    await this.#commit(() => this.ends.commit(this.#session))
  }

  async #commit(send: () => Promise<void>): Promise<void> {
    this.#committing = true
    await send()
    this.#committing = false
    this.#session.inTransaction = false
    await this.#afterEnd()
  }

  /** Commits by a message that has the COMMIT at its end; absent where that can't be now. */
  get closeBy(): ((send: SendWithCommit) => Promise<void>) | undefined {
    const { inTransaction, runEach, dialect } = this.#session
    const { commitStatement } = this.ends
    if (!inTransaction || runEach === undefined || commitStatement === undefined) return undefined
    if (dialect.bracket.foreignKeys !== undefined) return undefined
    return (send) => {
      this.ran = true
      return this.#commit(async () => {
        try {
          await send(commitStatement)
        } catch (error) {
          // The server has refused a statement before it: that is certain.
          if (error instanceof StatementError || error instanceof TableLockedError) this.#committing = false
          this.#isUnread = this.#committing && !isServerError(error)
          throw error
        }
        this.#committed()
      })
    }
  }

  async #afterEnd(): Promise<void> {
    const sql = [...this.#session.dialect.bracket.afterEnd, ...this.foreignKeys.switchBack()].join(';\n')
    if (sql !== '') await this.#session.run({ sql })
  }

  async rollBack(): Promise<void> {
    const wasCommitted = this.#committing && (this.ran || this.joint.openSome)
    if (wasCommitted && this.#isUnread) this.inDoubt = 'unread'
    this.#committing = false
    this.#isUnread = false
    this.#session.inTransaction = false
    try {
      await this.#session.run({ sql: 'ROLLBACK' })
    } catch (error) {
      // SQLite has rolled back by itself where it could not commit, and refuses to do it again.
      if (wasCommitted && !(await this.#answers())) this.inDoubt = 'broken'
      throw error
    } finally {
      await this.#afterEnd()
    }
  }

  async #answers(): Promise<boolean> {
    return this.#session.query('SELECT 1').then(
      () => true,
      () => false,
    )
  }

  /**
   * Where a rebuild has to stand in a bracket, and no transaction is open, it gets one of its own:
   * with foreign keys on, dropping the old table would delete the rows that refer to it.
   */
  async bracketed<T>(rebuild: boolean, body: () => Promise<T>): Promise<T> {
    const { dialect, inTransaction } = this.#session
    if (!rebuild || inTransaction || dialect.bracket.foreignKeys === undefined) return body()
    await this.open()
    const result = await body()
    await this.close()
    return result
  }

  /** Where DDL in somebody's code commits, a savepoint from before is gone: then the transaction is opened again. */
  async watchingCommits<T>(body: () => Promise<T>, done: (value: T) => Promise<void>): Promise<T> {
    const { dialect, inTransaction } = this.#session
    if (dialect.transactionalDdl || !inTransaction) {
      const result = await body()
      await done(result)
      return result
    }
    const savepoint = 'tsmig_code'
    await this.#session.run({ sql: `SAVEPOINT ${savepoint}` })
    const isGone = () =>
      this.#session.run({ sql: `RELEASE SAVEPOINT ${savepoint}` }).then(
        () => false,
        (error: unknown) => codeOf(error) === 'ER_SP_DOES_NOT_EXIST',
      )
    try {
      const result = await body()
      const committed = await isGone()
      await done(result)
      if (committed) {
        this.kept = true
        this.joint.committed()
        await this.#begin()
      }
      return result
    } catch (error) {
      if (await isGone()) {
        this.kept = true
        this.joint.committed()
      }
      throw error
    }
  }

  /** Runs what may commit by itself: the transaction is then opened again for what follows. */
  async committing<T>(commits: boolean, body: () => Promise<T>): Promise<T> {
    // Even a statement that fails has committed what ran before it.
    if (commits) this.#committed()
    const result = await body()
    this.ran = true
    if (!commits) return result
    this.kept = true
    if (this.#session.inTransaction) await this.#begin()
    return result
  }
}
