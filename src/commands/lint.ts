import { readFileSync } from 'node:fs'
import type { Heads, Revision } from '../graph/revision.ts'
import { lintedRevision } from '../lint/entries.ts'
import type { LintedRevision } from '../lint/entry.ts'
import { type Finding, isAtLeast, type Level } from '../lint/finding.ts'
import { lint as runRules } from '../lint/lint.ts'
import { tableOf } from '../lint/rule.ts'
import { rules } from '../lint/rules/rules.ts'
import type { Server } from '../lint/server.ts'
import { TsmigError } from '../support/errors.ts'
import { collectForLint } from './collect-for-lint.ts'
import { type DatabaseSettings, readDatabases, targetOf } from './database-settings.ts'
import { type FixedFile, takeBack, writeFixes } from './lint-fix.ts'
import { lintServer, type ServerKnowledge } from './lint-server.ts'
import { type LintSettings, lintSettings } from './lint-settings.ts'
import { openProject, type Project } from './open.ts'
import type { CommandOptions } from './options.ts'
import { verifyRange } from './verify-range.ts'

export interface LintOptions extends CommandOptions {
  /**
   * `start:end`, or a revision alone. Unless given, what the database has still to run: `current:heads`. Only a range
   * that begins with `current` connects.
   */
  readonly range?: string
  /** The server's version, where no database is asked: `14`, `8.0.29`; before that of the ini. */
  readonly serverVersion?: string
  /** Findings of this level and worse fail; before that of the ini. `warning` unless given. */
  readonly failLevel?: Level
  /** Writes the safe spelling where there is one, in revisions that no database has. */
  readonly fix?: boolean
}

/** A finding; `database`, where the project has several. */
export interface LintFinding extends Finding {
  readonly database?: string
}

export interface LintReport {
  /** The revisions that were looked at. */
  readonly revisions: readonly string[]
  readonly findings: readonly LintFinding[]
  /** The servers that the rules went by, one for each database. */
  readonly servers: readonly (Server & { readonly database?: string; readonly asked: boolean })[]
  readonly failLevel: Level
  /** With `fix`: the files that were changed. What is found is what is left. */
  readonly fixed?: readonly FixedFile[]
  /** Whether nothing of that level was found. */
  readonly passed: boolean
}

/**
 * Looks for what revisions do that is dangerous on a live database, without running them: what is dangerous, and what
 * to write instead.
 * @throws TsmigError for a project or a range that can't be used, or a database that doesn't answer where one is asked.
 */
export async function lint(options: LintOptions = {}): Promise<LintReport> {
  if (!options.fix) return (await look(options)).report
  if (options.range !== undefined && !options.range.startsWith('current:')) throw fixesPendingOnly()
  const { report, project, applied } = await look(options)
  const written = writeFixes(project, report.findings, applied)
  const kept = await keepWhatHelps(written, report, options)
  return { ...(kept.length === 0 ? report : (await look(options)).report), fixed: kept }
}

/** Gives those files their text back that can't be looked at any more, or where what was to be mended is found again. */
async function keepWhatHelps(
  written: readonly FixedFile[],
  before: LintReport,
  options: LintOptions,
): Promise<readonly FixedFile[]> {
  const kept: FixedFile[] = []
  const after = written.length === 0 ? undefined : await look(options).catch(() => undefined)
  for (const file of written) {
    const count = (report: LintReport, code: string) =>
      report.findings.filter((one) => one.revision === file.revision && one.code === code).length
    const helped =
      after !== undefined &&
      count(after.report, 'not-analysed') <= count(before, 'not-analysed') &&
      file.fixes.every(({ code }) => count(after.report, code) < count(before, code))
    if (helped) kept.push(file)
    else takeBack(file)
  }
  return kept
}

interface Look {
  readonly report: LintReport
  readonly project: Project
  /** What some database has. */
  readonly applied: Heads
}

async function look(options: LintOptions): Promise<Look> {
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
  const earlier = range.filter((one) => !looked.includes(one) && mentionsAny(one, [...names]))
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

/** What some database has run is done: another text would only make it look edited. */
function fixesPendingOnly(): TsmigError {
  return new TsmigError(
    'usage',
    'lint --fix changes what the database has still to run, and the range does not begin there',
    'Leave the range out, or begin it with current: "current:REVISION".',
  )
}

/** A name stands in a file as it is, or with escapes: then by its letters and digits alone. */
function mentionsAny({ path }: Revision, names: readonly string[]): boolean {
  if (path === undefined) return false
  const text = readFileSync(path, 'utf8').toLowerCase()
  return names.some((name) => text.includes((/[\p{L}\p{N}_]+/u.exec(name)?.[0] ?? name).toLowerCase()))
}
