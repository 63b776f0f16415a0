import { type Difference, differencesToMend } from '../../autogenerate/difference.ts'
import type { Query } from '../../dialects/dialect.ts'
import { migrationPlan } from '../../graph/plan.ts'
import type { Heads, Revision } from '../../graph/revision.ts'
import { type ConnectionSource, dialectOfSource } from '../../runtime/connect.ts'
import { LiveSink } from '../../runtime/live-sink.ts'
import { plainEnds } from '../../runtime/lock/run-lock.ts'
import { silent } from '../../runtime/reporter.ts'
import type { OpFactory } from '../../runtime/run-revision.ts'
import { runSteps } from '../../runtime/run-steps.ts'
import { createScratchDatabase, type ScratchDatabase } from '../../runtime/scratch-database.ts'
import { inMemory } from '../../runtime/scratch-source.ts'
import type { SchemaSnapshot } from '../../schema/snapshot.ts'
import type { DatabaseSettings } from '../database/settings.ts'
import { type Database, makeVersionTable, openDatabase } from '../database.ts'
import type { Project } from '../open.ts'
import { type ReadOptions, readSchema } from '../read-schema.ts'
import type { RevisionModules } from '../revisions/modules.ts'
import { liveOps } from '../run-migration.ts'
import { scratchSettings } from './settings.ts'

/** What a history is run with. */
export interface HistoryContext {
  readonly project: Project
  readonly settings: DatabaseSettings
  /** The server to make the scratch database on; of a SQLite one it is in memory. */
  readonly server: ConnectionSource
  readonly modules: RevisionModules
  readonly read: ReadOptions
}

/** A scratch database, open, with the revisions that are applied there. Nobody else knows of it, so nothing is locked. */
export class ScratchHistory {
  readonly #context: HistoryContext
  #place: Place
  #applied: readonly Revision[] = []
  #heads: Heads = []
  #wentDown = false

  private constructor(context: HistoryContext, place: Place) {
    this.#context = context
    this.#place = place
  }

  /** Makes the database. Throws as `createScratchDatabase`. */
  static async open(context: HistoryContext): Promise<ScratchHistory> {
    return new ScratchHistory(context, await makePlace(context))
  }

  get database(): Database {
    return this.#place.database
  }

  /** Whether something was taken down since the database was made: rows may be others than on the straight way. */
  get wentDown(): boolean {
    return this.#wentDown
  }

  /** Whether a step that was taken back just now has left the schema as it was before, `before`. */
  async isBackAt(before: SchemaSnapshot): Promise<boolean> {
    if (this.#place.sink.keptSome) return false
    // A statement of the revision's own may have committed without anybody's knowing.
    try {
      return (await this.differencesFrom(before)).length === 0
    } catch {
      // The connection broke.
      return false
    }
  }

  /** The schema as it stands, without the version table. */
  snapshot(): Promise<SchemaSnapshot> {
    const { read, settings } = this.#context
    const { dialect, inTransaction } = this.database.session
    const session = { dialect, query: this.#place.looks, inTransaction }
    return readSchema(session, read, scratchSettings(settings, settings.source).versionTable)
  }

  /** What would have to be mended of the schema as it stands, to have it as it was at `before`. */
  async differencesFrom(before: SchemaSnapshot): Promise<readonly Difference[]> {
    const now = await this.snapshot()
    const found = differencesToMend(before, now)
    const { spelledLike } = this.database.session.dialect
    return found.length === 0 || spelledLike === undefined
      ? found
      : differencesToMend(before, spelledLike(now, before))
  }

  /** Applies a revision whose needs are applied. Throws `RevisionError`. */
  async up(revision: Revision): Promise<void> {
    await this.#run('up', revision)
    this.#applied = [...this.#applied, revision]
  }

  /**
   * Takes the last one down. `isGood` may look at the database before that is committed; where it is not, all is taken
   * back that can be. Throws `RevisionError`.
   */
  async down(revision: Revision, isGood: () => Promise<boolean>): Promise<void> {
    this.#wentDown = true
    let good = true
    try {
      await this.#run('down', revision, async () => {
        good = await isGood()
        if (!good) throw new Error('taken back')
      })
    } catch (error) {
      if (good) throw error
      return
    }
    this.#applied = this.#applied.filter(({ id }) => id !== revision.id)
  }

  /** Begins with a new database, where what was applied is applied again, and `more` after it. */
  async remake(...more: readonly Revision[]): Promise<void> {
    const revisions = [...this.#applied, ...more]
    await this.close()
    this.#place = await makePlace(this.#context)
    this.#applied = []
    this.#heads = []
    this.#wentDown = false
    for (const revision of revisions) await this.up(revision)
  }

  async close(): Promise<void> {
    await this.#place.close()
  }

  async #run(direction: 'up' | 'down', revision: Revision, onDone?: () => Promise<void>): Promise<void> {
    const { project, settings, modules } = this.#context
    const { database, sink, op } = this.#place
    const plan = migrationPlan(project.graph, direction, [revision], this.#heads, [])
    await runSteps(plan, this.#heads, {
      sink,
      table: database.table,
      op,
      load: modules.load,
      reporter: { ...silent, warning: (text) => project.reporter.warning(text) },
      transactionPerRevision: settings.transactionPerRevision,
      ...(onDone !== undefined && { onVersionApply: onDone }),
    })
    this.#heads = plan.final
  }
}

/** One scratch database with an open session and its version table. */
interface Place {
  readonly database: Database
  /** For questions about the schema: they are the same for each revision. */
  readonly looks: Query
  readonly sink: LiveSink
  readonly op: OpFactory
  close(): Promise<void>
}

async function makePlace({ settings, server }: HistoryContext): Promise<Place> {
  const scratch = dialectOfSource(server) === 'sqlite' ? memory(server) : await createScratchDatabase(server)
  let database: Database | undefined
  const close = async (): Promise<void> => {
    // One that broke can't be closed, and goes with its database.
    await database?.session.close().catch(() => undefined)
    await scratch.drop()
  }
  try {
    database = await openDatabase(scratchSettings(settings, scratch.source), { create: true })
    const sink = new LiveSink(database.session, plainEnds, { scratch: true })
    await makeVersionTable(database, sink)
    const { dialect, query } = database.session
    const looks = dialect.keepQuestions?.(query) ?? query
    return { database, looks, sink, op: liveOps(database), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** It goes with its session. */
function memory(server: ConnectionSource): ScratchDatabase {
  return { source: inMemory(server), drop: async () => {} }
}
