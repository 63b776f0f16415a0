import { migrationPlan } from '../graph/plan.ts'
import type { Heads } from '../graph/revision.ts'
import type { Execute } from '../operations/operation.ts'
import { readPosition, spellRows } from '../runtime/backfill/position.ts'
import { noLimits } from '../runtime/limits/limits.ts'
import { LiveSink } from '../runtime/live-sink.ts'
import { acquireRunLock } from '../runtime/lock/run-lock.ts'
import { directionOf } from '../runtime/log/run-log.ts'
import { readUnfinished, type UnfinishedStep } from '../runtime/log/unfinished-steps.ts'
import { failedTrace } from '../runtime/log/unit.ts'
import type { UnitRow } from '../runtime/log/unit-row.ts'
import { TsmigError } from '../support/errors.ts'
import { inDatabase } from './database/error.ts'
import { logFor, recordOf } from './database/log.ts'
import { readDatabases } from './database/settings.ts'
import { type Database, lockPolicy, withDatabase } from './database.ts'
import { openProject, type Project } from './open.ts'
import type { CommandOptions } from './options.ts'
import { editedRevisions } from './revisions/edited-revisions.ts'

export interface RepairOptions extends CommandOptions {
  /**
   * What became of a step that was cut off: all of it is done (`applied`), none of it is (`reverted`), or the next run
   * goes on: what was in flight is done (`done`), or runs again (`again`). Without it nothing is changed.
   */
  readonly as?: 'applied' | 'reverted' | 'done' | 'again'
  /** Revisions that were edited after they were applied count as they are now. */
  readonly checksums?: boolean
}

/** A step that was cut off, in words. */
export interface CutOffStep {
  /** The database's name, where the project has several. */
  readonly database?: string
  readonly revision: string
  readonly direction: string
  /** When the last thing was written down of it: ISO 8601, in UTC. */
  readonly at: string
  /** What is done, in its order. */
  readonly done: readonly string[]
  /** What was in flight, or failed. */
  readonly inFlight?: { readonly label: string; readonly failed: boolean }
}

/** What was found, and whether it was settled. */
export interface RepairReport {
  readonly steps: readonly CutOffStep[]
  readonly settled: boolean
  /** The revisions whose checksums were written anew. */
  readonly checksums: readonly string[]
}

/** Tells which steps were cut off, or settles them. Throws `nothing-to-repair` where there is nothing to settle. */
export async function repair(options: RepairOptions = {}): Promise<RepairReport> {
  const project = await openProject(options)
  const databases = await readDatabases(project)
  const steps: CutOffStep[] = []
  const checksums: string[] = []
  for (const settings of databases) {
    const { name } = settings
    await inDatabase(settings, databases, () =>
      withDatabase(settings, { create: false }, async (database) => {
        const found = await repairOn(project, database, options)
        steps.push(
          ...found.steps.map((step) => ({ ...(name !== undefined && { database: name }), ...cutOff(step) })),
        )
        checksums.push(...found.checksums)
      }),
    )
  }
  const settled = options.as !== undefined
  if (settled && steps.length === 0) throw nothingToRepair()
  return { steps, settled, checksums }
}

async function repairOn(
  project: Project,
  database: Database,
  { as, checksums = false }: RepairOptions,
): Promise<{ readonly steps: readonly UnfinishedStep[]; readonly checksums: readonly string[] }> {
  const { session, settings, table, logTable, read } = database
  if (as === undefined && !checksums) return { steps: await readUnfinished(read, logTable), checksums: [] }
  const lock = await acquireRunLock(session, lockPolicy(settings, table))
  try {
    const steps = await readUnfinished(read, logTable)
    const sink = new LiveSink(session, lock.ends)
    await sink.begin({ transaction: true })
    try {
      const heads = await database.readHeads()
      const edited = checksums ? await settleChecksums(project, database, { sink, heads }) : []
      if (as !== undefined) {
        for (const step of steps) {
          for (const row of await settle(project, database, { step, as, heads, ends: lock.ends }))
            await sink.accept(row)
        }
      }
      await sink.commit()
      return { steps, checksums: edited }
    } catch (error) {
      await sink.rollback().catch(() => undefined)
      throw error
    }
  } finally {
    await lock.release()
  }
}

interface Settling {
  readonly step: UnfinishedStep
  readonly as: NonNullable<RepairOptions['as']>
  readonly heads: Heads
  readonly ends: Parameters<typeof logFor>[2]['ends']
}

/** The statements that settle a step. */
async function settle(
  project: Project,
  database: Database,
  { step, as, heads, ends }: Settling,
): Promise<readonly Execute[]> {
  const { revision, direction, units } = step
  const { table, logTable } = database
  const forget = logTable.forget(revision, direction)
  switch (as) {
    case 'reverted':
      return [forget]
    case 'applied': {
      const known = project.graph.get(revision)
      if (known === undefined) throw noFile(revision)
      const plan = migrationPlan(project.graph, direction === 'downgrade' ? 'down' : 'up', [known], heads, [])
      const log = logFor(project, database, { ends, limits: noLimits })
      const rows: Execute[] = [forget]
      for (const planned of plan.steps) {
        rows.push(...planned.changes.map((change) => table.change(change)))
        if (directionOf(planned) === direction) rows.push(log.row(await log.about(planned), 0))
      }
      return rows
    }
    case 'done':
    case 'again':
      return units.map(({ unit, done, total }) =>
        logTable.advance(
          { revision, direction, unit },
          {
            exact_checksum: null,
            ...(done < total &&
              (as === 'done' ? { done: done + 1, trace: failedTrace } : { trace: failedTrace })),
          },
        ),
      )
  }
}

async function settleChecksums(
  project: Project,
  database: Database,
  { sink, heads }: { readonly sink: LiveSink; readonly heads: Heads },
): Promise<readonly string[]> {
  const edited = await editedRevisions(project, database, heads)
  for (const { id } of edited) {
    const record = recordOf(project, database, id)
    if (record !== undefined) {
      await sink.accept(database.logTable.settleChecksum(id, record.checksum, record.exact_checksum))
    }
  }
  return edited.map(({ id }) => id)
}

/** A step in words. */
export function cutOff({ revision, direction, units }: UnfinishedStep): Omit<CutOffStep, 'database'> {
  const open = units.find(({ done, total }) => done < total)
  return {
    revision,
    direction,
    at: units.at(-1)?.applied_at ?? '',
    done: units.filter(({ done, total }) => done >= total).map(({ label }) => label ?? ''),
    ...(open !== undefined && {
      inFlight: {
        label: `${open.label}${placeIn(open)}`,
        failed: open.trace === failedTrace,
      },
    }),
  }
}

function placeIn({ done, total, statements }: UnitRow): string {
  const position = readPosition(statements)
  if (position !== undefined) return ` (${spellRows(position.rows)} are done)`
  return total > 1 ? ` (statement ${done + 1} of ${total})` : ''
}

function nothingToRepair(): TsmigError {
  return new TsmigError(
    'nothing-to-repair',
    'no revision was cut off half-way: there is nothing to settle',
    'Look at "tsmig status". To move the version table alone, use "tsmig stamp".',
  )
}

function noFile(revision: string): TsmigError {
  return new TsmigError(
    'unknown-database-revision',
    `revision ${revision}, which was cut off, is none of the files`,
    'Check out the code that has it. Or take back by hand what it did, and tell so with "tsmig repair --reverted".',
  )
}
