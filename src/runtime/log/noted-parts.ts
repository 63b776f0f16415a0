import { takesTransaction } from '../../dialects/own-transaction.ts'
import { transactionCommand } from '../../dialects/split-transactions.ts'
import type { Limits } from '../limits/limits.ts'
import type { Session } from '../session.ts'
import type { TransactionEnds } from '../step-transaction.ts'
import { wordsOfStatements } from '../transaction-words.ts'
import type { Unit } from './recorded-units.ts'
import { traceOf } from './resume-unit.ts'
import type { StepRecord } from './step-record.ts'
import type { UnitPart } from './unit-part.ts'

export interface NotedPartsOptions {
  readonly session: Session
  readonly ends: TransactionEnds
  readonly limits: Pick<Limits, 'begin' | 'again'>
}

/** Which part of its unit. */
interface Place {
  readonly index: number
  readonly parts: readonly UnitPart[]
}

interface NotedPlace extends Place {
  readonly done: (value?: unknown) => Promise<void>
}

/** Does the parts of units, and writes down before and behind each how far it is. */
export class NotedParts {
  readonly #options: NotedPartsOptions
  readonly #record: StepRecord
  /** What runs now, or failed. */
  #inFlight: { readonly unit: Unit; readonly done: number } | undefined
  #ownTransaction = false

  constructor(record: StepRecord, options: NotedPartsOptions) {
    this.#record = record
    this.#options = options
  }

  /** Whether the revision has begun a transaction by itself. */
  get inOwnTransaction(): boolean {
    return this.#ownTransaction
  }

  /** Does a part. `outside`: no transaction of the step's is around it. */
  async run(unit: Unit, part: UnitPart, place: Place & { readonly outside: boolean }): Promise<unknown> {
    const { session } = this.#options
    const { index, parts, outside } = place
    if (session.dialect.transactionalDdl && !outside) {
      const result = await part.run(async () => {})
      if (index === parts.length - 1) this.#record.hold(unit, parts)
      return result
    }
    const isWhole =
      !session.inTransaction &&
      !this.#ownTransaction &&
      part.sql !== undefined &&
      takesTransaction(part.sql, session.dialect.name)
    const done = (value?: unknown) => this.#record.done(unit, index + 1, value)
    this.#inFlight = { unit, done: index }
    const result = await (isWhole
      ? this.#whole(unit, part, { ...place, done })
      : this.#written(unit, part, { ...place, done }))
    this.#inFlight = undefined
    if (unit.entry.kind === 'execute') this.#followTransaction(part.sql)
    return result
  }

  /** The statement and the note that it has been done, in one transaction: again where a lock is in its way. */
  async #whole(unit: Unit, part: UnitPart, place: NotedPlace): Promise<unknown> {
    const attempts = { since: performance.now(), count: 0 }
    const { isWritten } = unit
    for (;;) {
      try {
        return await this.#inTransaction(unit, part, place)
      } catch (error) {
        unit.isWritten = isWritten
        if (!(await this.#options.limits.again(error, attempts))) throw error
      }
    }
  }

  async #inTransaction(unit: Unit, part: UnitPart, { index, parts, done }: NotedPlace): Promise<unknown> {
    const { session, ends, limits } = this.#options
    await ends.begin(session, limits.begin(session.dialect.bracket.begin))
    session.inTransaction = true
    try {
      await this.#record.begun(unit, parts, { done: index })
      const result = await part.run(async () => {})
      await done()
      await ends.commit(session)
      return result
    } catch (error) {
      await session.run({ sql: 'ROLLBACK' }).catch(() => undefined)
      throw error
    } finally {
      session.inTransaction = false
    }
  }

  async #written(unit: Unit, part: UnitPart, { index, parts, done }: NotedPlace): Promise<unknown> {
    const trace =
      part.commits && part.sql !== undefined ? await traceOf(this.#options.session, part.sql) : undefined
    await this.#record.begun(unit, parts, { done: index, trace: trace ?? null })
    return part.run(done)
  }

  /** Behind a step that failed, and was rolled back: what failed did nothing, and may be edited before it runs again. */
  async failed(): Promise<void> {
    const failed = this.#inFlight
    if (failed === undefined) return
    const { unit, done } = failed
    const isGone = done === 0 && unit.entry.kind !== 'code'
    // A connection that broke leaves the statement in flight.
    await (isGone ? this.#record.forget(unit) : this.#record.failed(unit)).catch(() => undefined)
  }

  /** A revision outside a transaction may begin and end one by itself. */
  #followTransaction(sql: string | undefined): void {
    if (sql === undefined) return
    for (const words of wordsOfStatements(sql, this.#options.session.dialect.name)) {
      const command = transactionCommand(words)
      if (command !== undefined) this.#ownTransaction = command === 'begin'
    }
  }
}
