import type { MigrationStep, Step } from '../../graph/plan.ts'
import type { Revision } from '../../graph/revision.ts'
import type { Execute } from '../../operations/operation.ts'
import { packageVersion } from '../../support/package-version.ts'
import { firstLine } from '../../support/text.ts'
import type { Limits } from '../limits/limits.ts'
import type { RevisionModule } from '../run-revision.ts'
import type { Session } from '../session.ts'
import { describeMove } from '../step-line.ts'
import type { TransactionEnds } from '../step-transaction.ts'
import type { JoinedChange } from '../version-table.ts'
import type { Direction, LogTable, NewLogRow } from './log-table.ts'
import { unfinishedRevision } from './progress-errors.ts'
import { StepProgress } from './step-progress.ts'
import type { UnfinishedStep } from './unfinished-steps.ts'
import { whoRuns } from './who.ts'

/** What the log keeps of a revision beside what its run tells. */
export interface RevisionRecord {
  readonly checksum: string
  readonly exact_checksum: string
}

/** What a run needs to log. */
export interface RunLogOptions {
  readonly table: LogTable
  readonly session: Session
  readonly ends: TransactionEnds
  /** Reads what runs that were cut off have left. */
  readonly unfinished: () => Promise<readonly UnfinishedStep[]>
  /** Whether no other run has come in between the steps: what this one has ended has left nothing. */
  readonly isAlone: () => Promise<boolean>
  readonly warn: (text: string) => void
  readonly limits: Pick<Limits, 'begin' | 'again'>
  /** Of a revision's file. */
  readonly record: (revision: Revision) => RevisionRecord | undefined
  /** What would take a step back, where that can be written. */
  readonly downSql: (module: RevisionModule) => Promise<string | undefined>
}

/** How the row of a step is written. */
interface RowOptions {
  readonly joined?: JoinedChange | undefined
  readonly isAhead?: boolean
}

export type AboutStep = Omit<NewLogRow, 'applied_at' | 'milliseconds'>

/** Says what a run leaves in the log. */
export class RunLog {
  readonly table: LogTable
  readonly #options: RunLogOptions
  /** The same of all steps. */
  readonly #common = { unit: 0, ...whoRuns(), tsmig_version: packageVersion().slice(0, 32) }
  #written: Step | undefined

  constructor(options: RunLogOptions) {
    this.table = options.table
    this.#options = options
  }

  /**
   * The row of a step; `milliseconds` is the time it took, `joined` a change to be written with it. `isAhead`: the row is sent
   * with what is still to be done, and the server adds how long that takes.
   */
  row(about: AboutStep, milliseconds: number, { joined, isAhead }: RowOptions = {}): Execute {
    const { messageClock } = this.#options.session.dialect
    const applied_at = new Date().toISOString()
    return this.table.insert(
      { ...about, applied_at, milliseconds: Math.round(milliseconds) },
      {
        ...(joined !== undefined && { joined }),
        ...(messageClock !== undefined && { clock: messageClock, isAhead: isAhead === true }),
      },
    )
  }

  /** A step has come so far that its row is written. */
  writes(step: Step): void {
    this.#written = step
  }

  /** Where it is written down how far a step comes. Throws `unfinished-revision` where another was cut off. */
  async progressOf(step: MigrationStep): Promise<StepProgress> {
    const { table, session, ends, warn, limits, record } = this.#options
    const { revision } = step
    const direction = directionOf(step)
    const isBehindAnother = this.#written !== undefined && this.#written !== step
    const isAlone = await this.#options.isAlone()
    const unfinished = isBehindAnother && isAlone ? [] : await this.#options.unfinished()
    const found = unfinished.find((one) => one.revision === revision.id && one.direction === direction)
    const other = unfinished.find((one) => one !== found)
    if (other !== undefined) throw unfinishedRevision(other)
    return new StepProgress({
      revision: revision.id,
      direction,
      session,
      ends,
      table,
      warn,
      limits,
      checksum: () => record(revision)?.checksum ?? null,
      recorded: found?.units ?? [],
    })
  }

  /** A stamp says where the database is: what was cut off is settled by it. */
  async forgotten(): Promise<readonly Execute[]> {
    const { table, unfinished } = this.#options
    return (await unfinished()).map(({ revision, direction }) => table.forget(revision, direction))
  }

  /** What is kept of a step that is done, but when; `module` where its way back is to be kept. */
  async about(step: Step, module?: RevisionModule): Promise<AboutStep> {
    const { revision } = step
    if (revision === undefined) {
      return { ...this.#common, revision: step.to[0] ?? '', direction: 'stamp', label: describeMove(step) }
    }
    const about = {
      ...this.#common,
      revision: revision.id,
      direction: directionOf(step),
      label: firstLine(revision.message),
      ...this.#options.record(revision),
    }
    if (step.direction !== 'up') return about
    const downSql = module === undefined ? undefined : await this.#options.downSql(module)
    return {
      ...about,
      parents: JSON.stringify(revision.parents),
      depends_on: JSON.stringify(revision.dependsOn),
      ...(downSql !== undefined && { down_sql: downSql }),
    }
  }
}

/** The direction of a step as the log has it. */
export function directionOf(step: Step): Direction {
  return ({ up: 'upgrade', down: 'downgrade', stamp: 'stamp' } as const)[step.direction]
}
