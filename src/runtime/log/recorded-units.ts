import { editedStatement, temporaryLost } from './progress-errors.ts'
import type { StepRecordOptions, WrittenUnit } from './step-record.ts'
import { holdsValues, labelOf, type UnitEntry, unitChecksum } from './unit.ts'
import type { UnitRow } from './unit-row.ts'

/** A unit, and what the log knows of it from before. */
export interface Unit extends WrittenUnit {
  readonly recorded: UnitRow | undefined
}

export interface RecordedUnitsOptions extends Pick<StepRecordOptions, 'revision' | 'direction' | 'checksum'> {
  /** What an earlier run did, that was cut off: in its order. */
  readonly recorded: readonly UnitRow[]
}

/** The units of a step in their order, each beside what an earlier run did in its place. */
export class RecordedUnits {
  readonly #options: RecordedUnitsOptions
  #count = 0

  constructor(options: RecordedUnitsOptions) {
    this.#options = options
  }

  /** The unit that a call asks for. Throws where it is not what was begun, or can't be gone on with. */
  next(entry: UnitEntry): Unit {
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

  /** Behind the last call. Throws `applied-statement-edited` where more was done than was asked for. */
  finish(): void {
    const more = this.#options.recorded[this.#count]
    if (more !== undefined && more.exact_checksum !== null) {
      throw editedStatement(this.#options, more.unit, { was: more.label ?? '', now: undefined })
    }
  }
}
