import { existsSync } from 'node:fs'
import { loadDialect } from '../../dialects/registry.ts'
import { migrationPlan } from '../../graph/plan.ts'
import type { Revision } from '../../graph/revision.ts'
import type { CollectedCall, CollectedRevision, WayBack } from '../../lint/entry.ts'
import type { Place } from '../../lint/finding.ts'
import type { Ignore } from '../../lint/ignore.ts'
import { createOp } from '../../operations/create-op.ts'
import { ignoresInCode } from '../../project/ignores-in-code.ts'
import { ignoresInSql, type SqlIgnoreTarget } from '../../project/ignores-in-sql.ts'
import { isSqlFile } from '../../project/sql-revision.ts'
import { unconnectedKnex } from '../../runtime/bound-knex.ts'
import { CollectError, CollectSink } from '../../runtime/collect-sink.ts'
import { RevisionError } from '../../runtime/errors.ts'
import { type OpFactory, type RevisionModule, runRevision } from '../../runtime/run-revision.ts'
import { messageOf } from '../../support/errors.ts'
import { firstLine } from '../../support/text.ts'
import { type DatabaseSettings, namingOf, targetOf } from '../database/settings.ts'
import type { Project } from '../open.ts'
import { withModules } from '../revisions/modules.ts'

/**
 * Runs the upgrades of revisions without a database, each to its end or as far as it can be told: code is passed over,
 * and where a revision can't go on, its report says where and why.
 */
export async function collectForLint(
  project: Project,
  revisions: readonly Revision[],
  settings: DatabaseSettings,
): Promise<readonly CollectedRevision[]> {
  const target = targetOf(settings)
  const { literal } = await loadDialect(target.dialect)
  const knex = () => unconnectedKnex(target.dialect, () => new CollectError('op.knex'))
  const op: OpFactory = (submit, pending) =>
    createOp({ ...target, literal, submit, pending, knex, ...namingOf(settings) })
  const plan = migrationPlan(project.graph, 'up', revisions, [], [])
  const ignores = (revision: Revision) => ignoresOf(project, revision, target)
  return withModules(project, plan, target, async ({ load }) => {
    const collected: CollectedRevision[] = []
    for (const revision of revisions) {
      collected.push({
        ...(await collectOne(project, revision, await load(revision), op)),
        ignores: ignores(revision),
      })
    }
    return collected
  })
}

async function collectOne(
  project: Project,
  revision: Revision,
  module: RevisionModule,
  op: OpFactory,
): Promise<Omit<CollectedRevision, 'ignores'>> {
  const { calls, failure } = await collect(project, revision, 'up', module, op)
  const stopped = failure === undefined ? undefined : stopOf(failure)
  const { path } = revision
  return {
    id: revision.id,
    ...(path !== undefined && { path }),
    transaction: module.transaction !== false,
    ...(revision.phase !== undefined && { phase: revision.phase }),
    ...(module.limits?.tableLock !== undefined && { tableLockTimeout: module.limits.tableLock }),
    calls,
    wayBack: await wayBackOf(project, revision, module, op),
    ...(stopped !== undefined && { stopped }),
  }
}

function ignoresOf({ files }: Project, { id }: Revision, target: SqlIgnoreTarget): readonly Ignore[] {
  const file = files.get(id)
  if (file === undefined) return []
  const { path, source } = file
  const found = isSqlFile(path) ? ignoresInSql(source, path, target) : ignoresInCode(source)
  return found.map(({ at, ...rest }) => ({ ...rest, place: { file: path, ...at } }))
}

interface Collected {
  readonly calls: readonly CollectedCall[]
  readonly failure?: unknown
}

async function collect(
  { graph }: Project,
  revision: Revision,
  direction: 'up' | 'down',
  module: RevisionModule,
  op: OpFactory,
): Promise<Collected> {
  const sink = new CollectSink({ passOverCode: true, keepPlaces: true })
  const heads = direction === 'up' ? revision.parents : [revision.id]
  const { steps } = migrationPlan(graph, direction, [revision], heads, [])
  let failure: unknown
  try {
    for (const step of steps) await runRevision(step, module, { sink, op })
  } catch (error) {
    failure = error
  }
  const calls = sink.entries.map(({ place, ...entry }) => ({ ...entry, ...placed(place) }))
  return { calls, ...(failure !== undefined && { failure }) }
}

function placed(text: string | undefined): { readonly place?: Place } {
  const place = text === undefined ? undefined : readPlace(text)
  return place === undefined ? {} : { place }
}

/** `file:line:column`; the file may hold colons of its own. */
function readPlace(text: string): Place | undefined {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/s.exec(text) ?? []
  if (file === undefined || !existsSync(file)) return undefined
  return { file, line: Number(line), column: Number(column) }
}

function stopOf(failure: unknown): NonNullable<CollectedRevision['stopped']> {
  const place = failure instanceof RevisionError ? failure.place : undefined
  const cause = failure instanceof RevisionError ? failure.cause : failure
  return { reason: firstLine(messageOf(cause)), ...placed(place) }
}

/** What is refused on purpose is no mistake; what fails without rows or without a database may be there all the same. */
async function wayBackOf(
  project: Project,
  revision: Revision,
  module: RevisionModule,
  op: OpFactory,
): Promise<WayBack> {
  if (module.downgrade === undefined) return 'missing'
  const { calls, failure } = await collect(project, revision, 'down', module, op)
  if (failure !== undefined) return calls.length === 0 ? 'refused' : 'there'
  return calls.length === 0 ? 'empty' : 'there'
}
