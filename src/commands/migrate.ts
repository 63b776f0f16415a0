import { withAncestors } from '../graph/history.ts'
import { migrationPlan, type Plan, type Step } from '../graph/plan.ts'
import type { Heads } from '../graph/revision.ts'
import { createOp } from '../operations/create-op.ts'
import type { VersionApplyEvent } from '../project/environment.ts'
import { waitingKnex } from '../runtime/bound-knex.ts'
import { dialectOfSource } from '../runtime/connect.ts'
import { LiveSink } from '../runtime/live-sink.ts'
import { acquireLock, transactionEnds } from '../runtime/lock.ts'
import type { OpFactory } from '../runtime/run-revision.ts'
import { type Run, runSteps } from '../runtime/run-steps.ts'
import { type Database, lockPolicy, makeVersionTable, withDatabase } from './database.ts'
import { type DatabaseSettings, namingOf, readSettings } from './database-settings.ts'
import { requireKnown } from './known-rows.ts'
import type { Project } from './open.ts'
import { type RevisionModules, withModules } from './revision-modules.ts'

/** What a run did: the steps in order, and the rows of the version table before and after. */
export interface MigrationReport {
  readonly steps: readonly Step[]
  readonly from: Heads
  readonly to: Heads
}

/** What is wanted of a run. Plans are pure, so they can be made again when the rows have changed. */
export interface Migration {
  readonly plan: (heads: Heads) => Plan
  /** The version table is emptied first. */
  readonly purge?: boolean
  /** All steps in one transaction, whatever the project says. */
  readonly oneTransaction?: boolean
}

/**
 * Runs a migration on the project's database. A database that needs nothing is left alone: no lock, no table.
 * Who finds another run at work waits for it, and reads the rows again.
 */
export async function migrate(project: Project, migration: Migration): Promise<MigrationReport> {
  return migrateOn(project, await readSettings(project), migration)
}

/** The same on a database that these settings lead to. */
export async function migrateOn(
  project: Project,
  settings: DatabaseSettings,
  migration: Migration,
): Promise<MigrationReport> {
  // A look first, which makes nothing: most runs of a deployment end here.
  const plan = await withDatabase(settings, { create: false }, (database) =>
    planFor(project, migration, database),
  )
  for (const { message } of plan.warnings) project.reporter.warning(message)
  if (plan.steps.length === 0 && !migration.purge) return { steps: [], from: plan.start, to: plan.final }
  return withModules(project, plan, dialectOfSource(settings.source), (modules) =>
    withDatabase(settings, { create: true }, (database) => runLocked(project, migration, database, modules)),
  )
}

async function planFor(project: Project, migration: Migration, database: Database): Promise<Plan> {
  const heads = await database.readHeads()
  if (!migration.purge) requireKnown(project, heads, database)
  return migration.plan(heads)
}

async function runLocked(
  project: Project,
  migration: Migration,
  database: Database,
  modules: RevisionModules,
): Promise<MigrationReport> {
  const { session, table, settings } = database
  const policy = lockPolicy(settings, table)
  const sink = new LiveSink(session, transactionEnds(policy))
  const release = await acquireLock(session, policy)
  try {
    await makeVersionTable(database, sink)
    return await runPlans(project, migration, database, {
      sink,
      table,
      load: modules.load,
      reporter: project.reporter,
      transactionPerRevision: settings.transactionPerRevision && !migration.oneTransaction,
      op: liveOps(database),
      ...(migration.purge && { prologue: [table.purge()] }),
      onVersionApply: (step) => settings.environment.onVersionApply?.(versionApplyEvent(step, project)),
      // Where the lock is the transaction's own, another run may have come in between two of ours.
      ...(session.dialect.name === 'sqlite' && { readHeads: database.readHeads }),
    })
  } finally {
    await release()
  }
}

/** Makes an `op` that works on this database. */
export function liveOps({ session, settings }: Database): OpFactory {
  return (submit, pending) =>
    createOp({
      dialect: session.dialect.name,
      literal: session.dialect.literal,
      ...namingOf(settings),
      submit,
      pending,
      knex: (after) => (after === undefined ? session.knex() : waitingKnex(session.knex(), after)),
    })
}

async function runPlans(
  project: Project,
  migration: Migration,
  database: Database,
  run: Run,
): Promise<MigrationReport> {
  const from = await database.readHeads()
  const steps: Step[] = []
  let heads = from
  let plan = await planFor(project, migration, database)
  for (;;) {
    const outcome = await runSteps(plan, heads, run)
    if (outcome.kind === 'done') return { steps: [...steps, ...plan.steps], from, to: plan.final }
    steps.push(...plan.steps.slice(0, outcome.done))
    heads = outcome.heads
    plan = steps.length === 0 ? migration.plan(heads) : restOf(project, plan.steps.slice(outcome.done), heads)
  }
}

function versionApplyEvent(step: Step, project: Project): VersionApplyEvent {
  const directions = { up: 'upgrade', down: 'downgrade', stamp: 'stamp' } as const
  return {
    direction: directions[step.direction],
    ...(step.revision !== undefined && { revision: step.revision.id, message: step.revision.message }),
    from: step.from,
    heads: step.after,
    x: project.options.x ?? {},
  }
}

/** What is left to do of steps that were planned before another run changed the rows. */
function restOf(project: Project, planned: readonly Step[], heads: Heads): Plan {
  const applied = withAncestors(project.graph, heads)
  const direction = planned[0]?.direction === 'down' ? 'down' : 'up'
  const left = planned.flatMap(({ revision }) =>
    revision !== undefined && applied.has(revision.id) === (direction === 'down') ? revision : [],
  )
  return migrationPlan(project.graph, direction, left, heads, [])
}
