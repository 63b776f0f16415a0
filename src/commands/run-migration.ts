import { withAncestors } from '../graph/history.ts'
import { migrationPlan, type Plan, type Step } from '../graph/plan.ts'
import type { Heads } from '../graph/revision.ts'
import { createOp } from '../operations/create-op.ts'
import type { VersionApplyEvent } from '../project/environment.ts'
import { forOwnQuestions } from '../runtime/answered.ts'
import { askedTogether } from '../runtime/asked-together.ts'
import { waitingKnex } from '../runtime/bound-knex.ts'
import { connect } from '../runtime/connect.ts'
import type { Limits } from '../runtime/limits/limits.ts'
import { limitsFor } from '../runtime/limits/limits-for.ts'
import { type LiveRun, LiveSink } from '../runtime/live-sink.ts'
import { watchOtherWriters } from '../runtime/lock/other-writers.ts'
import { pooledConnection } from '../runtime/lock/pooled-connection.ts'
import { endSession } from '../runtime/lock/read-holder.ts'
import { acquireRunLock, type RunLock } from '../runtime/lock/run-lock.ts'
import { logQuestion } from '../runtime/log/open-log.ts'
import type { RunLog } from '../runtime/log/run-log.ts'
import { unfinishedQuestion } from '../runtime/log/unfinished-steps.ts'
import type { OpFactory } from '../runtime/run-revision.ts'
import { type Run, runSteps } from '../runtime/run-steps.ts'
import type { Session } from '../runtime/session.ts'
import { duration } from '../support/text.ts'
import { callsOutsideTransaction } from './calls-outside-transaction.ts'
import { keptChecksums, logFor } from './database/log.ts'
import { type DatabaseSettings, namingOf, targetOf } from './database/settings.ts'
import {
  type Database,
  lockPolicy,
  makeLogTable,
  makeVersionTable,
  readingWith,
  withDatabase,
} from './database.ts'
import type { Project } from './open.ts'
import { type Migration, planFor, type RunReport } from './plan-migration.ts'
import { requireWritableFile } from './require-writable.ts'
import type { LoadRevision } from './revisions/modules.ts'

/**
 * Runs a migration on one database, alone there while it lasts. Who had to wait reads the rows again. `open`: the
 * database, where a session is open already.
 */
export function runMigration(
  project: Project,
  migration: Migration,
  settings: DatabaseSettings,
  load: LoadRevision,
  open?: Database,
): Promise<RunReport> {
  const run = (database: Database) => runLocked(project, migration, database, load)
  return open === undefined ? withDatabase(settings, { create: true }, run) : run(open)
}

async function runLocked(
  project: Project,
  migration: Migration,
  opened: Database,
  load: LoadRevision,
): Promise<RunReport> {
  const { session, table, settings } = opened
  const target = targetOf(settings)
  const { environment } = settings
  const policy = lockPolicy(settings, table)
  // Before the first step and behind the last one, tsmig asks for nothing that takes its time.
  session.answerWithin = forOwnQuestions(settings.connectTimeout)
  const lock = await acquireRunLock(session, policy)
  const { holdsSession = false } = lock
  const database = holdsSession ? askedAtOnce(opened) : opened
  const beside = sessionBeside(database, lock)
  const limits = limitsOf(database, beside)
  const end = beside && (() => endSession(session, beside))
  const sink = new LiveSink(session, lock.ends, { limits, told: toldOf(settings), holdsSession, end })
  const checksums = keptChecksums(project, database)
  try {
    const heads = await makeVersionTable(database, sink)
    await requireWritableFile(database, sink)
    const isLogged = await makeLogTable(database, sink)
    const log = isLogged ? logFor(project, database, { ends: sink.ends, limits, checksums }) : undefined
    await table.learn(session.query, log?.table.table)
    return await runPlans(project, migration, database, heads, {
      sink,
      limits,
      table,
      load: (revision) => load(revision, target),
      reporter: settings.reporter,
      transactionPerRevision: settings.transactionPerRevision && !migration.oneTransaction,
      op: liveOps(database),
      ...(log !== undefined && { log }),
      ...(await prologueOf(migration, database, log)),
      ...(environment.onVersionApply && {
        onVersionApply: (step) => environment.onVersionApply?.(versionApplyEvent(step, project, settings)),
      }),
      ...(lock.perTransaction && { readHeads: headsOfOthers(database) }),
      ...(lock.transactionsOnly && { transactionsOnly: true }),
    })
  } finally {
    await limits.leave()
    // A session of ours ends with the run.
    await lock.release(settings.source.kind === 'knex' ? sink.ending : [])
    checksums.save()
  }
}

/** What a run asks before its first step is asked together: as long as it has the lock, nobody else changes it. */
function askedAtOnce(database: Database): Database {
  const { read, table, logTable } = database
  const questions = [table.question, logQuestion(logTable), unfinishedQuestion(logTable)]
  return readingWith(askedTogether(read, questions), database)
}

function toldOf({ reporter }: DatabaseSettings): NonNullable<LiveRun['told']> {
  return {
    warn: (text) => reporter.warning(text),
    progress: (text) => reporter.progress?.(text),
  }
}

/** Opens a session beside the run's; absent where that is the user's own, or behind a pooler, where nobody knows which it is. */
function sessionBeside(
  { settings }: Database,
  { perTransaction }: RunLock,
): (() => Promise<Session>) | undefined {
  const { source, connectTimeout } = settings
  if (source.kind === 'knex' || perTransaction) return undefined
  return () => connect(source, { create: false, timeout: connectTimeout })
}

function limitsOf({ session, settings }: Database, watcher: (() => Promise<Session>) | undefined): Limits {
  const { limits, reporter } = settings
  return limitsFor(session, {
    settings: limits,
    onRetry: (what) => reporter.warning(`${what}; it is tried again, for up to ${duration(limits.retry)}`),
    ...(watcher !== undefined && { watcher }),
  })
}

/** Makes an `op` that works on this database. */
export function liveOps({ session, settings }: Database): OpFactory {
  return (submit, pending) =>
    createOp({
      ...targetOf(settings),
      literal: session.dialect.literal,
      ...namingOf(settings),
      submit,
      pending,
      knex: (after) => (after === undefined ? session.knex() : waitingKnex(session.knex(), after)),
    })
}

/** The rows again, unless nobody else has written since they were read last. */
function headsOfOthers({ session, readHeads }: Database): NonNullable<Run['readHeads']> {
  const othersWrote = watchOtherWriters(session)
  return async () => ((await othersWrote()) ? readHeads() : undefined)
}

async function runPlans(
  project: Project,
  migration: Migration,
  database: Database,
  from: Heads,
  { transactionsOnly, ...run }: Run & Pick<RunLock, 'transactionsOnly'>,
): Promise<RunReport> {
  const steps: Step[] = []
  let heads = from
  let plan = planFor(project, migration, database, from)
  if (transactionsOnly) await refuseOutside(plan, run)
  for (;;) {
    const outcome = await runSteps(plan, heads, run)
    if (outcome.kind === 'done') return { steps: [...steps, ...plan.steps], from, to: plan.final }
    steps.push(...plan.steps.slice(0, outcome.done))
    heads = outcome.heads
    plan = steps.length === 0 ? migration.plan(heads) : restOf(project, plan.steps.slice(outcome.done), heads)
  }
}

/** A stamp, and what empties the table, settles what was cut off. */
async function prologueOf(
  migration: Migration,
  { table }: Database,
  log: RunLog | undefined,
): Promise<Pick<Run, 'prologue'>> {
  if (!migration.oneTransaction) return migration.purge ? { prologue: [table.purge()] } : {}
  const forgotten = (await log?.forgotten()) ?? []
  return { prologue: [...(migration.purge ? [table.purge()] : []), ...forgotten] }
}

/** What can't run here is told before anything has run, as far as the text tells. Throws `pooled-connection`. */
async function refuseOutside({ steps }: Plan, { load }: Pick<Run, 'load'>): Promise<void> {
  for (const { revision, direction } of steps) {
    if (revision === undefined) continue
    const module = await load(revision)
    const text = module.text?.(direction === 'down' ? 'downgrade' : 'upgrade') ?? ''
    if (module.transaction === false || callsOutsideTransaction(text))
      throw pooledConnection(`revision ${revision.id}`)
  }
}

function versionApplyEvent(step: Step, project: Project, { name }: DatabaseSettings): VersionApplyEvent {
  const directions = { up: 'upgrade', down: 'downgrade', stamp: 'stamp' } as const
  return {
    direction: directions[step.direction],
    ...(step.revision !== undefined && { revision: step.revision.id, message: step.revision.message }),
    from: step.from,
    heads: step.after,
    x: project.options.x ?? {},
    ...(name !== undefined && { database: name }),
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
