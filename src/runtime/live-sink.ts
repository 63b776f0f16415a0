import type { RowCopy, Statement } from '../dialects/dialect.ts'
import { UnwritableValueError } from '../dialects/errors.ts'
import { SplitError } from '../dialects/split-errors.ts'
import { splitStatements } from '../dialects/split-statements.ts'
import type { Code, KnexSchema, RowSource } from '../operations/entry.ts'
import type { Backfill, Execute, Operation } from '../operations/operation.ts'
import { inTransaction, noLog } from './backfill/errors.ts'
import { type BackfillMemory, type BackfillTold, runBackfill } from './backfill/run-backfill.ts'
import { copiesOf, failedPlace } from './copied-rows.ts'
import { StatementError } from './errors.ts'
import { type Limits, noLimits } from './limits/limits.ts'
import type { StepProgress, UnitPart, UnitPlan } from './log/step-progress.ts'
import type { UnitEntry } from './log/unit.ts'
import { mayHaveLeft } from './may-have-left.ts'
import type { Session } from './session.ts'
import { acceptInTurn, type Sink, type StepFrame } from './sink.ts'
import { StepTransaction, type TransactionEnds } from './step-transaction.ts'
import type { ReadyEntry } from './stream.ts'
import { mayTouchRows, readShapes, rebuilds } from './table-shapes.ts'
import { refuseTransactionWords } from './transaction-words.ts'

/** What a run has beside its session. */
export interface LiveRun {
  readonly limits?: Limits
  /** What is told while an operation goes on. */
  readonly told?: BackfillTold
  /** The database is thrown away behind the run: nothing of it has to be remembered. */
  readonly scratch?: true
}

/** Runs entries on a database, a transaction a step. */
export class LiveSink implements Sink {
  readonly #session: Session
  readonly #transaction: StepTransaction
  readonly #limits: Limits
  readonly #told: BackfillTold
  readonly #isScratch: boolean
  #frame: StepFrame = { transaction: true }
  /** The step's transaction is not open: it has none, or left it. */
  #outside = false
  #progress: StepProgress | undefined

  constructor(session: Session, ends: TransactionEnds, run: LiveRun = {}) {
    this.#session = session
    this.#limits = run.limits ?? noLimits
    this.#told = run.told ?? silent
    this.#isScratch = run.scratch === true
    this.#transaction = new StepTransaction(session, ends, this.#limits)
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
    this.#transaction.enter()
    this.#outside = !frame.transaction
    if (frame.transaction) await this.#transaction.open()
    else await this.#transaction.ends.leave?.()
  }

  enter(revision: string | undefined): void {
    this.#transaction.next(revision)
  }

  track(progress: StepProgress | undefined): void {
    this.#progress = progress
  }

  async together(body: () => Promise<void>): Promise<void> {
    if (this.#session.inTransaction) return body()
    await this.#transaction.open()
    await body()
    await this.#transaction.close()
  }

  async accept(entry: ReadyEntry): Promise<unknown> {
    switch (entry.kind) {
      case 'code':
        await this.#transaction.foreignKeys.beforeRows()
        return this.#unit(entry, { parts: async () => [this.#codePart(entry)] })
      case 'knexSchema':
        return this.#transaction.bracketed(true, async () => {
          await this.#transaction.foreignKeys.beforeRows()
          return this.#unit(entry, {
            parts: async () => this.#knexParts(entry),
            restore: (sql) => this.#statementPart({ sql }, true),
          })
        })
      case 'rowSource':
        await this.#transaction.foreignKeys.beforeRows()
        return this.#insertFrom(entry)
      case 'backfill':
        return this.#backfill(entry)
      case 'leaveTransaction':
        await this.#transaction.ends.leave?.()
        this.#outside = true
        if (!this.#session.inTransaction) return
        await this.#progress?.flush()
        return this.#transaction.close()
      case 'enterTransaction':
        if (!this.#frame.transaction) return
        this.#outside = false
        return this.#transaction.open()
      default:
        return this.#transaction.bracketed(rebuilds(this.#session.dialect, entry), () => this.#perform(entry))
    }
  }

  async acceptAll(operations: readonly Execute[]): Promise<readonly unknown[]> {
    const { dialect, inTransaction, runAll } = this.#session
    if (runAll === undefined || !inTransaction || operations.length < 2) return acceptInTurn(this, operations)
    const statements = operations.map((operation) => dialect.inline(operation))
    this.#transaction.ran = true
    return this.#sent({ sql: statements.join(';\n') }, () => runAll(statements))
  }

  get commitWith(): Sink['commitWith'] {
    const { inline } = this.#session.dialect
    const { closeWith } = this.#transaction
    return closeWith && ((operations) => closeWith(operations.map(inline)))
  }

  async commit(): Promise<void> {
    if (this.#session.inTransaction) await this.#transaction.close()
  }

  async rollback(): Promise<void> {
    try {
      if (this.#session.inTransaction) await this.#transaction.rollBack()
    } finally {
      await this.#progress?.failed()
    }
  }

  failureNote(revision: string): string {
    return this.#ownNote(revision) + (this.#transaction.inDoubt ? '' : this.#transaction.joint.note)
  }

  #ownNote(revision: string): string {
    if (this.#transaction.inDoubt)
      return `The connection broke while revision ${revision} was committed: "tsmig current" tells whether it was kept.`
    if (!this.#transaction.kept && this.#progress?.goesOn !== true)
      return `Nothing of revision ${revision} was kept.`
    const { transactionalDdl, title } = this.#session.dialect
    const left = transactionalDdl
      ? `What revision ${revision} did outside its transaction is still there`
      : `What revision ${revision} did before is still there: ${title} takes no DDL back`
    return this.#progress === undefined ? `${left}.` : `${left}; the next run goes on behind it.`
  }

  comment(): void {}

  async #perform(operation: Operation): Promise<unknown> {
    const { dialect, inTransaction } = this.#session
    if (operation.kind === 'execute' && inTransaction) refuseTransactionWords(operation.sql, dialect.name)
    if (mayTouchRows(dialect, operation)) await this.#transaction.foreignKeys.beforeRows()
    return this.#unit(operation, {
      parts: () => this.#partsOf(operation),
      restore: (sql) => this.#statementPart({ sql }, this.#commits(operation)),
    })
  }

  async #partsOf(operation: Operation): Promise<readonly UnitPart[]> {
    const { dialect, query } = this.#session
    const copies = await copiesOf(this.#session, operation)
    if (copies !== undefined) return copies.map((copy) => this.#copyPart(copy))
    const texts = this.#textsOf(operation)
    if (texts.length > 1)
      return texts.map((sql) => this.#statementPart({ sql }, this.#commits({ kind: 'execute', sql })))
    const statements = dialect.compile(operation, await readShapes(dialect, query, operation))
    const commits = this.#commits(operation)
    return statements.map((statement) => this.#statementPart(statement, commits))
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
        for (const { run } of await this.#partsOf(part)) await run(async () => {})
      await done()
    }
    return this.#unit(entry, { parts: async () => [{ commits: false, run: insertAll }] })
  }

  #copyPart(copy: RowCopy): UnitPart {
    const { sql } = copy
    const run = () => this.#session.copyIn?.(sql, copy.text()) ?? Promise.resolve()
    return {
      commits: false,
      run: (done) =>
        this.#transaction.committing(false, async () => {
          await this.#sent({ sql }, run, (cause) => failedPlace(copy, cause))
          await done()
        }),
    }
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
        await this.#run(statement)
        this.#transaction.ran = true
      },
      read: (statement) => this.#sent(statement, () => this.#session.query(statement.sql)),
    })
  }

  #memoryOf(entry: Backfill): BackfillMemory {
    if (this.#progress !== undefined) return this.#progress.batches(entry)
    if (!this.#isScratch) throw noLog(entry.table)
    return { isDone: false, position: undefined, begin: () => () => {}, note: async () => {} }
  }

  /** Through the progress of the step, where there is one. */
  async #unit(entry: UnitEntry, plan: UnitPlan): Promise<unknown> {
    if (this.#progress !== undefined) return this.#progress.run(entry, plan, { outside: this.#outside })
    let result: unknown
    for (const part of await plan.parts()) result = await part.run(async () => {})
    return result
  }

  #commits(operation: Operation): boolean {
    return this.#session.dialect.commits?.(operation) ?? false
  }

  /** The statements of a text, where each of them counts by itself; none where it can stay as it is. */
  #textsOf(operation: Operation): readonly string[] {
    const { dialect } = this.#session
    const isSplit = this.#progress !== undefined && !dialect.transactionalDdl
    if (!isSplit || operation.kind !== 'execute' || operation.bindings !== undefined) return []
    try {
      return splitStatements(operation.sql, dialect.name).map(({ sql }) => sql)
    } catch (error) {
      if (error instanceof SplitError) return []
      throw error
    }
  }

  #statementPart(statement: Statement, commits: boolean): UnitPart {
    const { inline } = this.#session.dialect
    return {
      // Long where there are many values, and seldom asked for.
      get sql() {
        return inline(statement)
      },
      commits: commits || this.#session.dialect.transactionalDdl,
      run: (done) =>
        this.#transaction.committing(commits, async () => {
          if (this.#outside) await this.#clearWay(statement)
          const changed = await this.#runKeeping(statement)
          await done()
          return changed
        }),
    }
  }

  async #clearWay({ sql }: Statement): Promise<void> {
    const { dialect, query } = this.#session
    for (const leftover of (await dialect.leftoversOf?.(query, sql)) ?? []) await this.#run(leftover)
  }

  #knexParts(entry: KnexSchema): readonly UnitPart[] {
    const commits = !this.#session.dialect.transactionalDdl
    if (this.#progress !== undefined && commits) {
      try {
        return entry.statements().map((statement) => this.#statementPart(statement, commits))
      } catch {
        // What knex would first look into the database for can't be told before.
      }
    }
    return [
      {
        commits,
        run: (done) =>
          this.#transaction.committing(commits, async () => {
            const result = await this.#runCode(() => entry.run(this.#session.knex()))
            await done(result)
            return result
          }),
      },
    ]
  }

  #codePart(entry: Code): UnitPart {
    return {
      commits: true,
      run: (done) =>
        this.#transaction.watchingCommits(async () => {
          this.#transaction.ran = true
          return this.#runCode(() => entry.run(this.#session.knex()))
        }, done),
    }
  }

  async #runKeeping(statement: Statement): Promise<number | undefined> {
    if (this.#session.inTransaction) return this.#run(statement)
    try {
      const changed = await this.#run(statement)
      this.#transaction.kept = true
      return changed
    } catch (error) {
      if (await mayHaveLeft(statement.sql, this.#session)) this.#transaction.kept = true
      throw error
    }
  }

  #run(statement: Statement): Promise<number | undefined> {
    return this.#sent(statement, () => this.#session.run(statement))
  }

  async #sent<T>(
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

  async #runCode(body: () => Promise<unknown>): Promise<unknown> {
    // Nobody knows what code has done that fails.
    if (!this.#session.inTransaction) this.#transaction.kept = true
    try {
      return await this.#limits.code(body)
    } catch (cause) {
      throw this.#limits.explain(cause, cause)
    }
  }
}

const silent: BackfillTold = { warn() {}, progress() {} }
