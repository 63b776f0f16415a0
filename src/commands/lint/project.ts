import type { Heads, Revision } from '../../graph/revision.ts'
import { lintedRevision } from '../../lint/entries.ts'
import type { LintedRevision } from '../../lint/entry.ts'
import { type Finding, isAtLeast } from '../../lint/finding.ts'
import { lint as runRules } from '../../lint/lint.ts'
import { tableOf } from '../../lint/rule.ts'
import { rules } from '../../lint/rules/rules.ts'
import { type DatabaseSettings, readDatabases, targetOf } from '../database/settings.ts'
import { openProject, type Project } from '../open.ts'
import { verifyRange } from '../verify/range.ts'
import { collectForLint } from './collect.ts'
import type { LintFinding, LintOptions, LintReport } from './report.ts'
import { lintServer, type ServerKnowledge } from './server.ts'
import { type LintSettings, lintSettings } from './settings.ts'

/** What was found in a project. */
export interface LintedProject {
  readonly report: LintReport
  readonly project: Project
  /** What some database has. */
  readonly applied: Heads
}

/** Runs the rules over the revisions of a range, for each database. Throws as `lint`. */
export async function lintProject(options: LintOptions): Promise<LintedProject> {
  const project = await openProject(options)
  const settings = lintSettings(project.config, options)
  const databases = await readDatabases(project)
  const findings: LintFinding[] = []
  const revisions = new Set<string>()
  const servers: LintReport['servers'][number][] = []
  const applied: string[] = []
  for (const database of databases) {
    const known = await lintServer(project, database, options.range ?? 'current:', settings.serverVersion)
    applied.push(...known.heads)
    const { name } = database
    const of = name !== undefined && databases.length > 1 ? { database: name } : {}
    servers.push({ ...known.server, ...of, asked: known.asked })
    const range = await verifyRange(project, options.range ?? 'current:', async () => known.heads)
    const looked = range.revisions.filter(({ id }) => range.checked.has(id))
    for (const { id } of looked) revisions.add(id)
    const found = await lintDatabase(project, database, { known, looked, range: range.revisions, settings })
    for (const one of found) findings.push({ ...one, ...of })
  }
  const { failLevel } = settings
  const passed = !findings.some(({ level }) => isAtLeast(level, failLevel))
  return {
    report: { revisions: [...revisions], findings, servers, failLevel, passed },
    project,
    applied,
  }
}

interface Looked {
  readonly known: ServerKnowledge
  /** Those that are looked at, and all up to them. */
  readonly looked: readonly Revision[]
  readonly range: readonly Revision[]
  readonly settings: LintSettings
}

async function lintDatabase(
  project: Project,
  database: DatabaseSettings,
  { known, looked, range, settings }: Looked,
): Promise<readonly Finding[]> {
  const { dialect } = targetOf(database)
  const collect = async (revisions: readonly Revision[]): Promise<readonly LintedRevision[]> =>
    (await collectForLint(project, revisions, database)).map((one) => lintedRevision(one, dialect))
  const revisions = await collect(looked)
  const names = new Set(
    revisions.flatMap(({ entries }) => entries.flatMap((entry) => tableOf(entry)?.name ?? [])),
  )
  const mentions = ({ id }: Revision) => mentionsAny(project.files.get(id)?.source ?? '', [...names])
  const earlier = range.filter((one) => !looked.includes(one) && mentions(one))
  return runRules({
    server: known.server,
    revisions,
    before: await collect(earlier),
    rules,
    levels: settings.levels,
    // A second, unless somebody says otherwise.
    hasLockTimeout: database.limits.tableLock !== 0,
    ...(known.sizeOf !== undefined && { sizeOf: known.sizeOf }),
    ...(settings.smallTable !== undefined && { smallTable: settings.smallTable }),
  })
}

/** A name stands in a file as it is, or with escapes: then by its letters and digits alone. */
function mentionsAny(source: string, names: readonly string[]): boolean {
  const text = source.toLowerCase()
  return names.some((name) => text.includes((/[\p{L}\p{N}_]+/u.exec(name)?.[0] ?? name).toLowerCase()))
}
