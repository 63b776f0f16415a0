import { migrationPlan } from '../graph/plan.ts'
import type { Heads } from '../graph/revision.ts'
import { dialectOfSource } from '../runtime/connect.ts'
import type { SchemaSnapshot, UnreadPart } from '../schema/snapshot.ts'
import { TsmigError } from '../support/errors.ts'
import { inDatabase } from './database/error.ts'
import { databaseHeads } from './database/heads.ts'
import { type DatabaseSettings, readDatabases, targetOf } from './database/settings.ts'
import { openProject, type Project } from './open.ts'
import type { CommandOptions } from './options.ts'
import type { ReadOptions } from './read-schema.ts'
import { type RevisionModules, withModules } from './revisions/modules.ts'
import { ScratchHistory } from './scratch/history.ts'
import { type ScratchOptions, scratchServer } from './scratch/server.ts'
import { compareDeclared, type DeclaredSchema, declaredOf } from './verify/declaration.ts'
import { describeFailure } from './verify/describe-failure.ts'
import { type VerifyRange, verifyRange } from './verify/range.ts'
import type { DatabaseVerification, VerifyFinding, VerifyReport } from './verify/report.ts'
import { aboutOf, applyRevision, checkWayBack } from './verify/revision.ts'

/** What to verify, and where. */
export interface VerifyOptions extends CommandOptions, ScratchOptions, Pick<ReadOptions, 'schemas'> {
  /**
   * `start:end`, either end may be left out: what builds on `start` is checked, what it needs only applied. A revision
   * alone is checked alone. Unless given, all are checked, up to all heads. A start may be `current`.
   */
  readonly range?: string
  /** The same as the range `start:`. */
  readonly from?: string
  /** A revision that can't go down on purpose fails, too. */
  readonly strict?: boolean
  /** Told which revision is next, how many are done, and of which of several databases. */
  readonly onRevision?: (revision: string, done: number, of: number, database?: string) => void
}

/**
 * Runs the history in a scratch database: each revision up, down and up again, and looks whether the schema is then
 * what it was. At the end it has to be the declared one. Of several databases, each has one after the other. The
 * project's own are not touched.
 * @throws TsmigError for a project, a range or a server that can't be used; what a revision does wrong is in the report.
 */
export async function verify(options: VerifyOptions = {}): Promise<VerifyReport> {
  const project = await openProject(options)
  const databases = await readDatabases(project)
  const found: DatabaseVerification[] = []
  for (const settings of databases) {
    found.push(await inDatabase(settings, databases, () => verifyDatabase(project, settings, options)))
  }
  return { passed: found.every(({ passed }) => passed), databases: found }
}

async function verifyDatabase(
  project: Project,
  settings: DatabaseSettings,
  options: VerifyOptions,
): Promise<DatabaseVerification> {
  const range = await verifyRange(project, wantedRange(options), () => headsOf(project, settings))
  const declared = await declaredOf(project, settings, range.complete)
  const server = scratchServer(options, settings)
  const plan = migrationPlan(project.graph, 'up', range.revisions, [], [])
  const target = { ...targetOf(settings), dialect: dialectOfSource(server) }
  return withModules(project, plan, target, async (modules) => {
    const { schemas } = options
    const read = schemas === undefined ? {} : { schemas }
    const history = await ScratchHistory.open({ project, settings, server, modules, read })
    try {
      return await verifyIn(history, { project, settings, modules, range, declared, options })
    } finally {
      await history.close()
    }
  })
}

function headsOf(project: Project, { name }: DatabaseSettings): Promise<Heads> {
  if (name === undefined) return databaseHeads(project)
  return databaseHeads({ ...project, options: { ...project.options, databases: [name] } })
}

function wantedRange({ range, from }: VerifyOptions): string {
  if (range === undefined) return from === undefined ? ':' : `${from}:`
  if (from === undefined) return range
  throw new TsmigError('usage', 'a range has its start already', 'Give the range or --from, not both.')
}

interface Work {
  readonly project: Project
  readonly settings: DatabaseSettings
  readonly modules: RevisionModules
  readonly range: VerifyRange
  readonly declared: DeclaredSchema
  readonly options: VerifyOptions
}

async function verifyIn(history: ScratchHistory, work: Work): Promise<DatabaseVerification> {
  const { range, declared, options, settings } = work
  const came = await runHistory(history, work)
  const complete = came.applied.length === range.revisions.length
  const schema = came.schema ?? (complete ? await history.snapshot() : undefined)
  const declaration =
    schema === undefined || !complete
      ? { kind: 'skipped' as const, reason: 'the history does not come to its end' }
      : await compareDeclared(history.database.session, schema, declared)
  const fails = ({ kind }: VerifyFinding) => kind !== 'irreversible' || options.strict === true
  return {
    ...(settings.name !== undefined && { database: settings.name }),
    applied: came.applied,
    checked: came.checked,
    findings: came.findings,
    declaration,
    unread: [...came.unread.values()],
    passed: !came.findings.some(fails) && declaration.kind !== 'differs',
  }
}

interface Course {
  readonly applied: readonly string[]
  readonly checked: readonly string[]
  readonly findings: readonly VerifyFinding[]
  readonly unread: ReadonlyMap<string, UnreadPart>
  /** The schema as it was read last; none where nothing was applied since. */
  readonly schema: SchemaSnapshot | undefined
}

async function runHistory(
  history: ScratchHistory,
  { modules, range, options, settings }: Work,
): Promise<Course> {
  const [applied, checked, findings]: [string[], string[], VerifyFinding[]] = [[], [], []]
  const named: [] | [string] = settings.name === undefined ? [] : [settings.name]
  const unread = new Map<string, UnreadPart>()
  const read = async (): Promise<SchemaSnapshot> => {
    const snapshot = await history.snapshot()
    for (const part of snapshot.unread) unread.set(`${part.what}\0${part.reason}`, part)
    return snapshot
  }
  let schema: SchemaSnapshot | undefined
  for (const revision of range.revisions) {
    options.onRevision?.(revision.id, applied.length, range.revisions.length, ...named)
    const isChecked = range.checked.has(revision.id)
    if (isChecked) checked.push(revision.id)
    const before = isChecked ? (schema ?? (await read())) : undefined
    try {
      await applyRevision(history, revision)
    } catch (error) {
      findings.push({ kind: 'upgrade-failed', ...aboutOf(revision), failure: describeFailure(error) })
      break
    }
    applied.push(revision.id)
    schema = before === undefined ? undefined : await read()
    if (before === undefined || schema === undefined) continue
    const module = await modules.load(revision)
    const finding = await checkWayBack(history, { revision, module, before, after: schema })
    if (finding !== undefined) findings.push(finding)
  }
  return { applied, checked, findings, unread, schema }
}
