import type { Execute } from '../../operations/operation.ts'
import { type BackfillPosition, spellPosition } from '../backfill/position.ts'
import type { Session } from '../session.ts'
import type { Direction, LogTable, NewLogRow, UnitProgress } from './log-table.ts'
import { failedTrace, type UnitEntry, unitChecksum } from './unit.ts'

/** One step of one revision. */
export interface StepKey {
  readonly revision: string
  readonly direction: Direction
}

export interface StepRecordOptions extends StepKey {
  readonly session: Session
  readonly table: LogTable
  /** Of the revision's code: asked for where something is written down before the step is done. */
  readonly checksum: () => string | null
}

/** A unit as it is written down. */
export interface WrittenUnit {
  readonly number: number
  readonly entry: UnitEntry
  readonly label: string
  isWritten: boolean
}

/** The statements of a unit's parts; a part that is code has none. */
type Parts = readonly { readonly sql?: string }[]

/** What the log is told of a step, while it runs. */
export class StepRecord {
  readonly #options: StepRecordOptions
  /** Done inside a transaction, and written down when that is committed in the middle of the step. */
  #held: { readonly unit: WrittenUnit; readonly parts: Parts; readonly at: Date }[] = []
  readonly #checksums = new WeakMap<UnitEntry, string>()
  #wrote = false

  constructor(options: StepRecordOptions) {
    this.#options = options
  }

  /** Whether there is anything of the step in the log. */
  get wroteSome(): boolean {
    return this.#wrote
  }

  async begun(unit: WrittenUnit, parts: Parts, progress: UnitProgress): Promise<void> {
    const { table } = this.#options
    if (unit.isWritten) {
      const exact_checksum = this.#checksumOf(unit.entry)
      return this.#write(table.advance(this.#keyOf(unit), { trace: null, ...progress, exact_checksum }))
    }
    await this.#write(this.#insertion(unit.entry, this.#row(unit, parts, progress)))
    unit.isWritten = true
  }

  async done(unit: WrittenUnit, done: number, value: unknown): Promise<void> {
    const kept = unit.entry.kind === 'code' || value !== undefined ? keptValue(value) : undefined
    const progress = { done, trace: null, ...(kept !== undefined && { statements: kept }) }
    await this.#write(this.#options.table.advance(this.#keyOf(unit), progress))
  }

  /** How far a unit came that is done in batches; without a position: it is done. */
  async came(unit: WrittenUnit, position: BackfillPosition | undefined): Promise<void> {
    const progress = {
      done: position === undefined ? 1 : 0,
      ...(position !== undefined && { statements: spellPosition(position) }),
    }
    await this.begun(unit, [{}], progress)
  }

  /** Keeps a unit that is done in mind until `flush`. */
  hold(unit: WrittenUnit, parts: Parts): void {
    this.#held.push({ unit, parts, at: new Date() })
  }

  /** Writes down what was held. */
  async flush(): Promise<void> {
    for (const { unit, parts, at } of this.#held) {
      const row = this.#row(unit, parts, { done: parts.length }, at)
      await this.#write(this.#insertion(unit.entry, row))
    }
    this.#held = []
  }

  /** Says that the unit failed at what it is at, and did nothing of it. */
  async failed(unit: WrittenUnit): Promise<void> {
    await this.#write(this.#options.table.advance(this.#keyOf(unit), { trace: failedTrace }))
  }

  async forget({ number }: WrittenUnit): Promise<void> {
    const { table, revision, direction } = this.#options
    await this.#write(table.forget(revision, direction, number))
  }

  #keyOf({ number }: WrittenUnit) {
    const { revision, direction } = this.#options
    return { revision, direction, unit: number }
  }

  #row(unit: WrittenUnit, parts: Parts, progress: UnitProgress, at = new Date()): NewLogRow {
    const { session } = this.#options
    const { entry, label } = unit
    // What the file holds in full needs no copy, which might hold a secret; nor does what takes values.
    const isKept =
      entry.kind !== 'execute' && entry.kind !== 'insertRows' && parts.every((part) => 'sql' in part)
    return {
      ...this.#keyOf(unit),
      total: parts.length,
      label,
      checksum: this.#options.checksum(),
      applied_at: at.toISOString(),
      ...(isKept &&
        (parts.length > 1 || !session.dialect.transactionalDdl) && {
          statements: JSON.stringify(parts.map(({ sql }) => sql)),
        }),
      ...progress,
    }
  }

  /** It takes long where there are many rows, and is asked for at each statement. */
  #checksumOf(entry: UnitEntry): string {
    const checksum = this.#checksums.get(entry) ?? unitChecksum(entry)
    this.#checksums.set(entry, checksum)
    return checksum
  }

  #insertion(entry: UnitEntry, row: NewLogRow): Execute {
    return this.#options.table.insert({ ...row, exact_checksum: this.#checksumOf(entry) })
  }

  async #write({ sql, bindings }: Execute): Promise<void> {
    this.#wrote = true
    await this.#options.session.run(bindings === undefined ? { sql } : { sql, bindings })
  }
}

/** A plain value is kept as JSON; whoever wants another is told that it is gone. */
function keptValue(value: unknown): string | undefined {
  if (value === undefined) return '[]'
  const isPlain = value === null || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? JSON.stringify([value]) : undefined
}
