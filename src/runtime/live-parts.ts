import type { RowCopy, Statement } from '../dialects/dialect.ts'
import { SplitError } from '../dialects/split-errors.ts'
import { splitStatements } from '../dialects/split-statements.ts'
import type { Code, KnexSchema } from '../operations/entry.ts'
import type { Operation } from '../operations/operation.ts'
import { copiesOf, failedPlace } from './copied-rows.ts'
import type { LimitedStatements } from './limited-statements.ts'
import type { StepProgress } from './log/step-progress.ts'
import type { UnitPart } from './log/unit-part.ts'
import { mayHaveLeft } from './may-have-left.ts'
import type { Session } from './session.ts'
import type { StepTransaction } from './step-transaction.ts'
import { readShapes } from './table-shapes.ts'

/** Where a step is at. */
export interface LiveStep {
  /** Its transaction is not open: it has none, or left it. */
  readonly outside: boolean
  readonly progress: StepProgress | undefined
}

/** Makes of what a revision asks for the statements and the code that do it, each by itself. */
export class LiveParts {
  readonly #session: Session
  readonly #transaction: StepTransaction
  readonly #statements: LimitedStatements
  readonly #step: LiveStep

  constructor(session: Session, transaction: StepTransaction, statements: LimitedStatements, step: LiveStep) {
    this.#session = session
    this.#transaction = transaction
    this.#statements = statements
    this.#step = step
  }

  /** What an operation is done by. */
  async ofOperation(operation: Operation): Promise<readonly UnitPart[]> {
    const { dialect, query } = this.#session
    const copies = await copiesOf(this.#session, operation)
    if (copies !== undefined) return copies.map((copy) => this.#copyPart(copy))
    const texts = this.#textsOf(operation)
    if (texts.length > 1)
      return texts.map((sql) => this.ofStatement({ sql }, this.commits({ kind: 'execute', sql })))
    const statements = dialect.compile(operation, await readShapes(dialect, query, operation))
    const commits = this.commits(operation)
    return statements.map((statement) => this.ofStatement(statement, commits))
  }

  #copyPart(copy: RowCopy): UnitPart {
    const { sql } = copy
    const run = () => this.#session.copyIn?.(sql, copy.text()) ?? Promise.resolve()
    return {
      commits: false,
      run: (done) =>
        this.#transaction.committing(false, async () => {
          await this.#statements.sent({ sql }, run, (cause) => failedPlace(copy, cause))
          await done()
        }),
    }
  }

  /** Whether it commits by itself. */
  commits(operation: Operation): boolean {
    return this.#session.dialect.commits?.(operation) ?? false
  }

  /** The statements of a text, where each of them counts by itself; none where it can stay as it is. */
  #textsOf(operation: Operation): readonly string[] {
    const { dialect } = this.#session
    const isSplit = this.#step.progress !== undefined && !dialect.transactionalDdl
    if (!isSplit || operation.kind !== 'execute' || operation.bindings !== undefined) return []
    try {
      return splitStatements(operation.sql, dialect.name).map(({ sql }) => sql)
    } catch (error) {
      if (error instanceof SplitError) return []
      throw error
    }
  }

  ofStatement(statement: Statement, commits: boolean): UnitPart {
    const { inline } = this.#session.dialect
    return {
      // Long where there are many values, and seldom asked for.
      get sql() {
        return inline(statement)
      },
      commits: commits || this.#session.dialect.transactionalDdl,
      run: (done) =>
        this.#transaction.committing(commits, async () => {
          if (this.#step.outside) await this.#clearWay(statement)
          const changed = await this.#runKeeping(statement)
          await done()
          return changed
        }),
    }
  }

  async #clearWay({ sql }: Statement): Promise<void> {
    const { dialect, query } = this.#session
    for (const leftover of (await dialect.leftoversOf?.(query, sql)) ?? [])
      await this.#statements.run(leftover)
  }

  ofKnex(entry: KnexSchema): readonly UnitPart[] {
    const commits = !this.#session.dialect.transactionalDdl
    if (this.#step.progress !== undefined && commits) {
      try {
        return entry.statements().map((statement) => this.ofStatement(statement, commits))
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

  ofCode(entry: Code): UnitPart {
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
    if (this.#session.inTransaction) return this.#statements.run(statement)
    try {
      const changed = await this.#statements.run(statement)
      this.#transaction.kept = true
      return changed
    } catch (error) {
      if (await mayHaveLeft(statement.sql, this.#session)) this.#transaction.kept = true
      throw error
    }
  }

  #runCode(body: () => Promise<unknown>): Promise<unknown> {
    // Nobody knows what code has done that fails.
    if (!this.#session.inTransaction) this.#transaction.kept = true
    return this.#statements.code(body)
  }
}
