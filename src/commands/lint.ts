import { readFileSync } from 'node:fs'
import type { Revision } from '../graph/revision.ts'
import { lintedRevision } from '../lint/entries.ts'
import type { LintedRevision } from '../lint/entry.ts'
import { type Finding, isAtLeast, type Level } from '../lint/finding.ts'
import { lint as runRules } from '../lint/lint.ts'
import { tableOf } from '../lint/rule.ts'
import { rules } from '../lint/rules/rules.ts'
import type { Server } from '../lint/server.ts'
import { collectForLint } from './collect-for-lint.ts'
import { type DatabaseSettings, readDatabases, targetOf } from './database-settings.ts'
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
  /** Whether nothing of that level was found. */
  readonly passed: boolean
}

/**
 * Looks for what revisions do that is dangerous on a live database, without running them: what is dangerous, and what
 * to write instead.
 * @throws TsmigError for a project or a range that can't be used, or a database that doesn't answer where one is asked.
 */
export async function lint(options: LintOptions = {}): Promise<LintReport> {
  const project = await openProject(options)
  const settings = lintSettings(project.config, options)
  const databases = await readDatabases(project)
  const findings: LintFinding[] = []
  const revisions = new Set<string>()
  const servers: LintReport['servers'][number][] = []
  for (const database of databases) {
    const known = await lintServer(project, database, options.range ?? 'current:', settings.serverVersion)
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
  return {
    revisions: [...revisions],
    findings,
    servers,
    failLevel,
    passed: !findings.some(({ level }) => isAtLeast(level, failLevel)),
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

/** A name stands in a file as it is, or with escapes: then by its letters and digits alone. */
function mentionsAny({ path }: Revision, names: readonly string[]): boolean {
  if (path === undefined) return false
  const text = readFileSync(path, 'utf8').toLowerCase()
  return names.some((name) => text.includes((/[\p{L}\p{N}_]+/u.exec(name)?.[0] ?? name).toLowerCase()))
}
