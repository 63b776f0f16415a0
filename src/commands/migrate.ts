import type { Plan } from '../graph/plan.ts'
import type { Heads } from '../graph/revision.ts'
import { askedTogether } from '../runtime/asked-together.ts'
import { readUnfinished, unfinishedQuestion } from '../runtime/log/unfinished-steps.ts'
import { DatabaseError, type DatabaseStanding, inDatabase } from './database/error.ts'
import { type DatabaseSettings, readDatabases, targetOf } from './database/settings.ts'
import {
  closeDatabase,
  type Database,
  leaveDatabase,
  openDatabase,
  readingWith,
  withDatabase,
} from './database.ts'
import type { Project } from './open.ts'
import { type Migration, planFor, type RunReport } from './plan-migration.ts'
import { requireRoom, requireWritableTable } from './require-writable.ts'
import { appliedQuestion, tellEdited } from './revisions/edited-revisions.ts'

/** What was done on one of several databases. */
export interface DatabaseReport extends RunReport {
  readonly database: string
}

/** What was done: on the project's database, or on several together. */
export interface MigrationReport extends RunReport {
  /** Of each by itself, where several were gone through: what stands beside it is that of all together. */
  readonly databases?: readonly DatabaseReport[]
}

/**
 * Runs a migration on the project's databases, one after the other. A database that needs nothing is left alone: no
 * lock, no table.
 * @throws DatabaseError where one of several fails: those before it keep what was done.
 */
export async function migrate(project: Project, migration: Migration): Promise<MigrationReport> {
  const reports = await migrateAll(project, await readDatabases(project), migration)
  const databases = reports.flatMap(({ database, ...report }) =>
    database === undefined ? [] : [{ database, ...report }],
  )
  return { ...together(reports), ...(databases.length > 1 && { databases }) }
}

/** The same on one database, that these settings lead to. */
export async function migrateOn(
  project: Project,
  settings: DatabaseSettings,
  migration: Migration,
): Promise<RunReport> {
  return together(await migrateAll(project, [settings], migration))
}

/** All are looked at before the first is changed: what can't work somewhere is told while nothing has happened. */
async function migrateAll(
  project: Project,
  databases: readonly DatabaseSettings[],
  migration: Migration,
): Promise<readonly NamedRun[]> {
  const looks: Look[] = []
  try {
    for (const settings of databases) {
      looks.push(await inDatabase(settings, databases, () => look(project, settings, migration)))
      if (databases.length > 1) await closeAll(looks, closeDatabase)
    }
    return await runLooked(project, migration, looks)
  } finally {
    await closeAll(looks, closeDatabase)
  }
}

async function runLooked(
  project: Project,
  migration: Migration,
  looks: readonly Look[],
): Promise<readonly NamedRun[]> {
  const isDone = ({ plan }: Look): boolean => plan.steps.length === 0 && !migration.purge
  const nothing = ({ plan }: Look): RunReport => ({ steps: [], from: plan.start, to: plan.final })
  // What runs revisions is half of the code: where nothing is to be done, it is not loaded.
  if (looks.every(isDone)) {
    await closeAll(looks, leaveDatabase)
    return inTurn(looks, async (one) => nothing(one))
  }
  const { withModulesOf } = await import('./revisions/modules.ts')
  const { runMigration } = await import('./run-migration.ts')
  const planned = looks.map(({ settings, plan }) => ({ plan, target: targetOf(settings) }))
  return withModulesOf(project, planned, (load) =>
    inTurn(looks, async (one) =>
      isDone(one) ? nothing(one) : runMigration(project, migration, one.settings, load, one.open),
    ),
  )
}

interface NamedRun extends RunReport {
  readonly database?: string
}

/** Where a database stands, and what is to be done there. */
interface Look {
  readonly settings: DatabaseSettings
  readonly plan: Plan
  /** The session that looked, for what is to be done. */
  open: Database | undefined
}

async function look(project: Project, settings: DatabaseSettings, migration: Migration): Promise<Look> {
  const database = await openDatabase(settings, { create: false })
  try {
    const looked = lookedAtOnce(database, migration)
    const heads = await looked.findHeads()
    const plan = planFor(project, migration, database, heads ?? [])
    if (plan.steps.length === 0) await tellUnfinished(looked)
    // Where there is no table, it is the first that is made.
    if (heads !== undefined) await requireWritableTable(database, plan, migration)
    await requireRoom(database, plan, heads !== undefined)
    if (migration.checksums) await tellEdited(project, looked, plan.start)
    for (const { message } of plan.warnings) settings.reporter.warning(message)
    // A file of SQLite's may not be there yet.
    if (database.session.dialect.name !== 'sqlite') return { settings, plan, open: database }
    await closeDatabase(database)
    return { settings, plan, open: undefined }
  } catch (error) {
    await closeDatabase(database)
    throw error
  }
}

/** All that is asked of a database that needs nothing, together: each deploy waits for it. */
function lookedAtOnce(database: Database, { checksums }: Migration): Database {
  const { read, table, logTable } = database
  const edited = checksums ? [appliedQuestion(database)] : []
  return readingWith(askedTogether(read, [table.question, unfinishedQuestion(logTable), ...edited]), database)
}

async function closeAll(looks: readonly Look[], close: (database: Database) => Promise<void>): Promise<void> {
  for (const one of looks) {
    const { open } = one
    one.open = undefined
    if (open !== undefined) await close(open)
  }
}

/** Where there is nothing to do, a step that was cut off would be passed over in silence. */
async function tellUnfinished({ read, logTable, settings }: Database): Promise<void> {
  // What can't be read can't be told: a run says so.
  const steps = await readUnfinished(read, logTable).catch(() => [])
  for (const { revision, direction } of steps) {
    settings.reporter.warning(
      `${direction} of revision ${revision} was cut off half-way and is not finished: "tsmig repair" tells more`,
    )
  }
}

/** The first that fails is the last that is begun. */
async function inTurn(
  looks: readonly Look[],
  run: (look: Look) => Promise<RunReport>,
): Promise<readonly NamedRun[]> {
  const runs: NamedRun[] = []
  for (const one of looks) {
    const { name } = one.settings
    try {
      runs.push({ ...(name !== undefined && { database: name }), ...(await run(one)) })
    } catch (cause) {
      if (name === undefined || looks.length === 1) throw cause
      throw new DatabaseError(name, cause, await standingOf(looks, runs))
    }
  }
  return runs
}

async function standingOf(
  looks: readonly Look[],
  done: readonly NamedRun[],
): Promise<readonly DatabaseStanding[]> {
  const standing: DatabaseStanding[] = []
  for (const [index, { settings, plan }] of looks.entries()) {
    const { name: database = '' } = settings
    const report = done[index]
    if (report !== undefined) standing.push({ database, state: 'done', heads: report.to })
    else if (index > done.length) standing.push({ database, state: 'not begun', heads: plan.start })
    else standing.push({ database, state: 'failed', ...(await headsLeft(settings)) })
  }
  return standing
}

/** What is left of a run that failed; nothing where its database doesn't answer any more. */
async function headsLeft(settings: DatabaseSettings): Promise<{ readonly heads?: Heads }> {
  try {
    return { heads: await withDatabase(settings, { create: false }, ({ readHeads }) => readHeads()) }
  } catch {
    return {}
  }
}

/** The rows of several databases together, each once. */
function together(runs: readonly RunReport[]): RunReport {
  const rows = (key: 'from' | 'to'): Heads => [...new Set(runs.flatMap((run) => run[key]))]
  return { steps: runs.flatMap(({ steps }) => steps), from: rows('from'), to: rows('to') }
}
