import type { Backfill, Execute } from '../../operations/operation.ts'
import { inTransaction } from '../backfill/errors.ts'
import { readPosition } from '../backfill/position.ts'
import type { BackfillMemory } from '../backfill/run-backfill.ts'
import { NotedParts, type NotedPartsOptions } from './noted-parts.ts'
import { lostValue } from './progress-errors.ts'
import { RecordedUnits, type RecordedUnitsOptions, type Unit } from './recorded-units.ts'
import { type ResumeOptions, resumedAt } from './resume-unit.ts'
import { type StepKey, StepRecord, type StepRecordOptions } from './step-record.ts'
import { cutOffText } from './tell-cut-off.ts'
import type { UnitEntry } from './unit.ts'
import type { UnitPart, UnitPlan } from './unit-part.ts'
import type { UnitRow } from './unit-row.ts'

export interface StepProgressOptions
  extends StepRecordOptions,
    RecordedUnitsOptions,
    ResumeOptions,
    NotedPartsOptions {}

/**
 * How far a step has come where no rollback takes it back: each statement is written down before it runs and when it has
 * been done. A run that comes later passes over what is done, and goes on behind it.
 */
export class StepProgress {
  readonly #options: StepProgressOptions
  readonly #record: StepRecord
  readonly #units: RecordedUnits
  readonly #parts: NotedParts

  constructor(options: StepProgressOptions) {
    this.#options = options
    this.#record = new StepRecord(options)
    this.#units = new RecordedUnits(options)
    this.#parts = new NotedParts(this.#record, options)
    if (this.goesOn) options.warn(cutOffText(options))
  }

  /** Whether an earlier run did some of the step. */
  get goesOn(): boolean {
    return this.#options.recorded.length > 0
  }

  /** Does a unit, or what is left of it. `outside`: no transaction of the step's is around it. */
  async run(entry: UnitEntry, plan: UnitPlan, { outside }: { readonly outside: boolean }): Promise<unknown> {
    const unit = this.#units.next(entry)
    const { recorded } = unit
    if (recorded !== undefined && recorded.done >= recorded.total && !setsSession(entry)) {
      return givenBefore(recorded, unit, this.#options)
    }
    const parts = await this.#partsOf(unit, plan)
    const begin =
      recorded === undefined || setsSession(entry)
        ? 0
        : await resumedAt(unit, recorded, parts, { ...this.#options, record: this.#record })
    let result: unknown
    for (const [index, part] of parts.entries()) {
      if (index >= begin) result = await this.#parts.run(unit, part, { index, parts, outside })
    }
    return result
  }

  /** How far a unit came that is done in batches. A batch that fails leaves it where it is. */
  batches(entry: Backfill): BackfillMemory {
    if (this.#parts.inOwnTransaction) throw inTransaction(entry.table)
    const unit = this.#units.next(entry)
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
    const { table, revision, direction } = this.#options
    this.#units.finish()
    return this.goesOn || this.#record.wroteSome ? [table.forget(revision, direction)] : []
  }

  /** Behind a step that failed, and was rolled back: what failed did nothing, and may be edited before it runs again. */
  failed(): Promise<void> {
    return this.#parts.failed()
  }

  /** What was begun is finished by the statements that it was begun with: a table that is half changed would give others. */
  async #partsOf({ recorded }: Unit, { parts, restore }: UnitPlan): Promise<readonly UnitPart[]> {
    const stored = recorded?.statements ?? null
    if (stored === null || restore === undefined) return parts()
    return (JSON.parse(stored) as string[]).map(restore)
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
