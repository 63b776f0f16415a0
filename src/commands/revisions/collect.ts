import { migrationPlan } from '../../graph/plan.ts'
import type { Revision } from '../../graph/revision.ts'
import { createOp } from '../../operations/create-op.ts'
import { unconnectedKnex } from '../../runtime/bound-knex.ts'
import { CollectError, type CollectedOperation, CollectSink } from '../../runtime/collect-sink.ts'
import { runRevision } from '../../runtime/run-revision.ts'
import { type DatabaseSettings, namingOf, targetOf } from '../database/settings.ts'
import type { Project } from '../open.ts'
import { withModules } from './modules.ts'

/** What a revision asks for when it is run without a database. */
export interface CollectedRevision {
  readonly operations: readonly CollectedOperation[]
  /** Whether it runs in a transaction. */
  readonly transaction: boolean
}

/** The operations of a revision's upgrade, in their order. Throws `unknown-effect` where it runs code. */
export async function collectRevision(
  project: Project,
  revision: Revision,
  settings: DatabaseSettings,
): Promise<CollectedRevision> {
  const sink = new CollectSink()
  const transaction = await collectInto(sink, project, revision, settings)
  return { operations: sink.operations, transaction }
}

/** The same as far as it can be told: what code does is passed over, and where it fails, what came before counts. */
export async function collectWhatIsTold(
  project: Project,
  revision: Revision,
  settings: DatabaseSettings,
): Promise<readonly CollectedOperation[]> {
  const sink = new CollectSink({ passOverCode: true })
  await collectInto(sink, project, revision, settings).catch(() => undefined)
  return sink.operations
}

async function collectInto(
  sink: CollectSink,
  project: Project,
  revision: Revision,
  settings: DatabaseSettings,
): Promise<boolean> {
  const target = targetOf(settings)
  const plan = migrationPlan(project.graph, 'up', [revision], revision.parents, [])
  const knex = () => unconnectedKnex(target.dialect, () => new CollectError('op.knex'))
  return withModules(project, plan, target, async ({ load }) => {
    const module = await load(revision)
    for (const step of plan.steps) {
      await runRevision(step, module, {
        sink,
        op: (submit, pending) => createOp({ ...target, submit, pending, knex, ...namingOf(settings) }),
      })
    }
    return module.transaction !== false
  })
}
