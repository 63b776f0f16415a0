import type { Dialect } from '../dialects/dialect.ts'
import type { Plan } from '../graph/plan.ts'
import { planUpgrade } from '../graph/plan-upgrade.ts'
import type { Heads } from '../graph/revision.ts'
import { createOp } from '../operations/create-op.ts'
import { unconnectedKnex } from '../runtime/bound-knex.ts'
import { offlineDialect } from '../runtime/connect.ts'
import { type Limits, noLimits } from '../runtime/limits/limits.ts'
import { silent } from '../runtime/reporter.ts'
import type { OpFactory } from '../runtime/run-revision.ts'
import { type Run, runSteps } from '../runtime/run-steps.ts'
import { ScratchSchema } from '../runtime/scratch-schema.ts'
import { ScratchSink } from '../runtime/scratch-sink.ts'
import { OfflineError, ScriptSink } from '../runtime/script-sink.ts'
import { VersionTable } from '../runtime/version-table.ts'
import type { NamingConvention } from '../schema/naming.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { namingOf, readSettings, targetOf } from './database/settings.ts'
import type { MigrationReport } from './migrate.ts'
import type { Project } from './open.ts'
import { type RevisionTarget, withModules } from './revisions/modules.ts'

/** What a script is to do: the steps of a plan, and whether it makes the version table first. */
export interface Script {
  readonly plan: Plan
  readonly createTable: boolean
  readonly oneTransaction?: boolean
}

/**
 * Writes a plan as SQL and connects to nothing. `write` is called when the script is whole.
 * Throws `OfflineError` for what only a live run can do.
 */
export async function writeScript(
  project: Project,
  script: Script,
  write: (text: string) => void,
): Promise<MigrationReport> {
  const settings = await readSettings(project)
  const dialect = await offlineDialect(settings.source)
  const { name } = dialect
  const table = new VersionTable(dialect, settings.versionTable)
  const { plan } = script
  for (const { message } of plan.warnings) settings.reporter.warning(message)
  const naming = namingOf(settings)
  const target = targetOf(settings)
  const context = {
    table,
    transactionPerRevision: settings.transactionPerRevision && !script.oneTransaction,
    op: offlineOp(dialect, target, naming),
  }
  const scratch =
    name === 'sqlite'
      ? new ScratchSchema(dialect, (into) => replay(project, plan, { ...context, ...naming, target }, into))
      : undefined
  const parts: string[] = []
  const sink = new ScriptSink(dialect, (text) => parts.push(text), { scratch })
  const limits: Limits = { ...noLimits, enter: async (own) => sink.limit(own) }
  if (settings.name !== undefined) sink.comment(`Database ${settings.name}`)
  if (script.createTable) await sink.accept(table.create())
  try {
    await withModules(project, plan, target, ({ load }) =>
      runSteps(plan, plan.start, { ...context, sink, load, limits, reporter: settings.reporter }),
    )
    sink.limit({})
  } finally {
    await scratch?.close()
  }
  write(parts.join(''))
  return { steps: plan.steps, from: plan.start, to: plan.final }
}

/** Brings an empty schema to where the plan starts. */
async function replay(
  project: Project,
  { start }: Plan,
  context: Pick<Run, 'table' | 'transactionPerRevision'> & {
    readonly target: RevisionTarget
    readonly naming?: NamingConvention
  },
  scratch: ScratchSchema,
): Promise<void> {
  const { naming, target } = context
  const op: OpFactory = (submit, pending) =>
    createOp({
      ...target,
      submit,
      pending,
      knex: () => scratch.knex(),
      ...(naming === undefined ? {} : { naming }),
    })
  let heads: Heads = []
  for (const id of start) {
    const plan = planUpgrade(project.graph, id, heads)
    const run = { ...context, op, sink: new ScratchSink(scratch), reporter: silent }
    try {
      await withModules(project, plan, target, ({ load }) => runSteps(plan, heads, { ...run, load }))
    } catch (cause) {
      throw historyFails(cause)
    }
    heads = plan.final
  }
}

function historyFails(cause: unknown): TsmigError {
  return new TsmigError(
    'script-fails',
    `the script can't be written: a table has to be rebuilt, and to know it the revisions before are tried on an empty database: ${messageOf(cause)}`,
    'Run it online; or let the revision cope with tables that have no rows, and put what reads them into op.run, which is passed over there.',
    { cause },
  )
}

function offlineOp(
  { name, literal }: Dialect,
  target: RevisionTarget,
  naming: ReturnType<typeof namingOf>,
): OpFactory {
  const knex = () => {
    // Made here, it holds the place in the revision's file.
    const refusal = new OfflineError('op.knex')
    return unconnectedKnex(name, () => refusal)
  }
  return (submit, pending) => createOp({ ...target, literal, submit, pending, knex, ...naming })
}
