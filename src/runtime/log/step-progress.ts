import { createHash } from 'node:crypto'
import { takesTransaction } from '../../dialects/own-transaction.ts'
import { transactionCommand } from '../../dialects/split-transactions.ts'
import type { Backfill, Execute } from '../../operations/operation.ts'
import { inTransaction } from '../backfill/errors.ts'
import { readPosition, spellRows } from '../backfill/position.ts'
import type { BackfillMemory } from '../backfill/run-backfill.ts'
import type { Limits } from '../limits/limits.ts'
import type { TransactionEnds } from '../step-transaction.ts'
import { wordsOfStatements } from '../transaction-words.ts'
import { editedStatement, lostValue, temporaryLost, unknownInFlight } from './progress-errors.ts'
import { type StepKey, StepRecord, type StepRecordOptions, type WrittenUnit } from './step-record.ts'
import { failedTrace, holdsValues, labelOf, type UnitEntry, type UnitRow, unitChecksum } from './unit.ts'

/** A part of a unit: one statement, or code. `done` has to be called as soon as it has been done, and before anything else is. */
export interface UnitPart {
  readonly sql?: string
  /** It may commit by itself, whatever goes on around it. */
  readonly commits: boolean
  run(done: (value?: unknown) => Promise<void>): Promise<unknown>
}

/** How a unit is to be done. */
export interface UnitPlan {
  /** Called where it wasn't begun before. */
  readonly parts: () => Promise<readonly UnitPart[]>
  /** The part that a statement of the log stands for: absent where a unit has one part, that `parts` knows. */
  readonly restore?: (sql: string) => UnitPart
}

export interface StepProgressOptions extends StepRecordOptions {
  readonly ends: TransactionEnds
  /** What an earlier run did, that was cut off: in its order. */
  readonly recorded: readonly UnitRow[]
  readonly warn: (text: string) => void
  readonly limits: Pick<Limits, 'begin' | 'again'>
}

interface WholePlace {
  readonly index: number
  readonly parts: readonly UnitPart[]
  readonly done: () => Promise<void>
}

interface Unit extends WrittenUnit {
  readonly recorded: UnitRow | undefined
}

/**
 * How far a step has come where no rollback takes it back: each statement is written down before it runs and when it has
 * been done. A run that comes later passes over what is done, and goes on behind it.
 */
export class StepProgress {
  readonly #options: StepProgressOptions
  readonly #record: StepRecord
  #count = 0
  /** What runs now, or failed. */
  #inFlight: { readonly unit: Unit; readonly done: number } | undefined
  #ownTransaction = false

  constructor(options: StepProgressOptions) {
    this.#options = options
    this.#record = new StepRecord(options)
    if (options.recorded.length > 0) this.#tell()
  }

  /** Whether an earlier run did some of the step. */
  get goesOn(): boolean {
    return this.#options.recorded.length > 0
  }

  /** Does a unit, or what is left of it. `outside`: no transaction of the step's is around it. */
  async run(entry: UnitEntry, plan: UnitPlan, { outside }: { readonly outside: boolean }): Promise<unknown> {
    const unit = this.#next(entry)
    const { recorded } = unit
    if (recorded !== undefined && recorded.done >= recorded.total && !setsSession(entry)) {
      return givenBefore(recorded, unit, this.#options)
    }
    const parts = await this.#partsOf(unit, plan)
    const begin = recorded === undefined || setsSession(entry) ? 0 : await this.#settle(unit, recorded, parts)
    let result: unknown
    for (const [index, part] of parts.entries()) {
      if (index >= begin) result = await this.#part(unit, part, { index, parts, outside })
    }
    return result
  }

  /** How far a unit came that is done in batches. A batch that fails leaves it where it is. */
  batches(entry: Backfill): BackfillMemory {
    if (this.#ownTransaction) throw inTransaction(entry.table)
    const unit = this.#next(entry)
    const { recorded } = unit
    return {
      isDone: recorded !== undefined && recorded.done >= recorded.total,
      position: readPosition(recorded?.statements ?? null),
      table: this.#options.table.table,
      begin: () => {
        const { isWritten } = unit
        return () => {
          unit.isWritten = isWritten
        }
      },
      note: (position) => this.#record.came(unit, position),
    }
  }

  /** Writes down what is done in the transaction that is about to be committed. */
  flush(): Promise<void> {
    return this.#record.flush()
  }

  /** Behind the last call: what is left to write. Throws `applied-statement-edited` where more was done than was asked for. */
  finish(): readonly Execute[] {
    const { recorded, table, revision, direction } = this.#options
    const more = recorded[this.#count]
    if (more !== undefined && more.exact_checksum !== null) {
      throw editedStatement(this.#options, more.unit, { was: more.label ?? '', now: undefined })
    }
    return recorded.length > 0 || this.#record.wroteSome ? [table.forget(revision, direction)] : []
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

  #next(entry: UnitEntry): Unit {
    this.#count += 1
    const number = this.#count
    const recorded = this.#options.recorded[number - 1]
    const unit: Unit = {
      number,
      entry,
      // Seldom asked for.
      get label() {
        return labelOf(entry)
      },
      recorded,
      isWritten: recorded !== undefined,
    }
    if (recorded === undefined) return unit
    if (!this.#isSame(unit, recorded)) {
      throw editedStatement(this.#options, number, { was: recorded.label ?? '', now: unit.label })
    }
    if (entry.kind === 'execute' && /^\s*create\s+(?:or\s+replace\s+)?temp/i.test(entry.sql)) {
      throw temporaryLost(this.#options, unit.label)
    }
    return unit
  }

  /** Values that are worked out anew may be others, as long as the file is the same. */
  #isSame({ entry, label }: Unit, recorded: UnitRow): boolean {
    if (recorded.exact_checksum === null || recorded.exact_checksum === unitChecksum(entry)) return true
    const isFileSame = recorded.checksum !== null && recorded.checksum === this.#options.checksum()
    return isFileSame && holdsValues(entry) && recorded.label === label
  }

  /** What was begun is finished by the statements that it was begun with: a table that is half changed would give others. */
  async #partsOf({ recorded }: Unit, { parts, restore }: UnitPlan): Promise<readonly UnitPart[]> {
    const stored = recorded?.statements ?? null
    if (stored === null || restore === undefined) return parts()
    return (JSON.parse(stored) as string[]).map(restore)
  }

  /** Where to go on in a unit that was cut off. */
  async #settle(unit: Unit, recorded: UnitRow, parts: readonly UnitPart[]): Promise<number> {
    const { done, trace } = recorded
    const part = parts[done]
    if (trace === failedTrace || part === undefined) return done
    const isCode = part.sql === undefined
    if (unit.entry.kind === 'code' && unit.entry.repeatable === true) return done
    const now = part.sql === undefined || trace === null ? undefined : await this.#trace(part.sql)
    if (now === undefined) throw unknownInFlight(this.#options, unit.number, { label: unit.label, isCode })
    const { warn, revision, direction } = this.#options
    const wasDone = now !== trace
    const what = `number ${unit.number}, "${unit.label}"${parts.length > 1 ? `, statement ${done + 1} of ${parts.length}` : ''}`
    warn(
      `${direction} of revision ${revision}: ${what}, was in flight; by the catalog it ${wasDone ? 'was done, and the run goes on behind it' : 'was not done, and runs again'}`,
    )
    if (wasDone) await this.#record.done(unit, done + 1, undefined)
    return wasDone ? done + 1 : done
  }

  async #part(
    unit: Unit,
    part: UnitPart,
    place: { readonly index: number; readonly parts: readonly UnitPart[]; readonly outside: boolean },
  ): Promise<unknown> {
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
  async #whole(unit: Unit, part: UnitPart, place: WholePlace): Promise<unknown> {
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

  async #inTransaction(unit: Unit, part: UnitPart, { index, parts, done }: WholePlace): Promise<unknown> {
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

  async #written(
    unit: Unit,
    part: UnitPart,
    {
      index,
      parts,
      done,
    }: { index: number; parts: readonly UnitPart[]; done: (value?: unknown) => Promise<void> },
  ): Promise<unknown> {
    const trace = part.commits && part.sql !== undefined ? await this.#trace(part.sql) : undefined
    await this.#record.begun(unit, parts, { done: index, trace: trace ?? null })
    return part.run(done)
  }

  async #trace(sql: string): Promise<string | undefined> {
    const { session } = this.#options
    const text = await session.dialect.traceOf(session.query, sql)
    return text === undefined ? undefined : createHash('sha256').update(text).digest('hex').slice(0, 40)
  }

  /** A revision outside a transaction may begin and end one by itself. */
  #followTransaction(sql: string | undefined): void {
    if (sql === undefined) return
    for (const words of wordsOfStatements(sql, this.#options.session.dialect.name)) {
      const command = transactionCommand(words)
      if (command !== undefined) this.#ownTransaction = command === 'begin'
    }
  }

  #tell(): void {
    const { recorded, revision, direction, warn } = this.#options
    const whole = recorded.filter(({ done, total }) => done >= total)
    const partly = recorded.filter(({ done, total }) => done < total)
    const list = whole.map(({ unit, label }) => `${unit}. ${label}`).join('; ')
    const left = partly.map(({ unit, label, done, total, trace, statements }) => {
      const position = readPosition(statements)
      if (position !== undefined) return `; ${unit}. ${label} came to ${spellRows(position.rows)}`
      const how = trace === failedTrace ? 'failed' : 'was in flight'
      return `; ${unit}. ${label} ${how}${total > 1 ? ` at its statement ${done + 1} of ${total}` : ''}`
    })
    warn(
      `${direction} of revision ${revision} was cut off at ${recorded.at(-1)?.applied_at}: done are ${list === '' ? 'no statements' : list}${left.join('')}`,
    )
  }
}

/** A session's own settings ended with it: they are made again. */
function setsSession(entry: UnitEntry): boolean {
  return entry.kind === 'execute' && /^\s*(?:set|use|reset|pragma|attach|load)\b/i.test(entry.sql)
}

function givenBefore(recorded: UnitRow, { entry, label }: Unit, key: StepKey): unknown {
  if (entry.kind !== 'code' && entry.kind !== 'knexSchema') return undefined
  if (recorded.statements === null) return entry.kind === 'code' ? lostValue(key, label) : undefined
  const [value] = JSON.parse(recorded.statements) as unknown[]
  // Of knex's schema builder, these are its statements.
  return typeof value === 'string' ? undefined : value
}
