import type { MigrationScript } from '../operations/migration-script.ts'
import type { Operation } from '../operations/operation.ts'
import type { UnreadPart } from '../schema/snapshot.ts'
import { TsmigError } from '../support/errors.ts'
import { type UnmanagedPart, unmanagedParts } from './check.ts'
import { type Comparison, type ComparisonOptions, compareProject } from './comparison.ts'
import { openProject } from './open.ts'
import { addRevision, type RevisionOptions, type RevisionReport } from './revision.ts'
import { type DatabaseScript, renderScripts } from './script-contents.ts'

export interface AutogenerateOptions
  extends Omit<RevisionOptions, 'sql' | 'reverseOf'>,
    Omit<ComparisonOptions, 'openRenames'> {
  /** Nobody is there to read: refuse what loses data unless `allowDestructive`. */
  readonly ci?: boolean
  readonly allowDestructive?: boolean
}

/** What was found, and written. */
export interface AutogenerateReport {
  /** The files; none where nothing differs, or a hook wants none. */
  readonly revisions: readonly GeneratedRevision[]
  /** The project's databases, in their order: one, unless it names several. */
  readonly databases: readonly DatabaseFindings[]
}

export interface GeneratedRevision extends RevisionReport {
  readonly upgrades: readonly { readonly database?: string; readonly operation: Operation }[]
}

/** What was found in a database beside what is written. */
export interface DatabaseFindings {
  /** Its name, where the project has several. */
  readonly database?: string
  /** What of the rows the upgrades may lose. */
  readonly losses: readonly string[]
  readonly unmanaged: readonly UnmanagedPart[]
  readonly unread: readonly UnreadPart[]
}

/**
 * Writes the revision that leads from the databases, which have to be at their heads, to the declared schemas. Writes
 * nothing where there is nothing to do. Throws `not-at-head`, `possible-rename`, and `destructive` with `ci`.
 */
export async function autogenerate(options: AutogenerateOptions = {}): Promise<AutogenerateReport> {
  const project = await openProject(options)
  const comparisons = await compareProject(project, options)
  const losses = comparisons.flatMap((one) => one.losses)
  if (options.ci && !options.allowDestructive && losses.length > 0) throw destructive(losses)
  const revisions: GeneratedRevision[] = []
  for (const scripts of await scriptsOf(comparisons, options)) {
    // The next one may build on the file that was just written.
    const opened = revisions.length === 0 ? project : await openProject(options)
    const place = placeOf(scripts)
    const language = options.language ?? 'ts'
    const contents = await renderScripts(scripts, language)
    const given = { ...options, ...place, language }
    const report = await addRevision(opened, given, place.head ?? 'head', contents)
    revisions.push({ ...report, upgrades: scripts.flatMap(namedUpgrades) })
  }
  return { revisions, databases: comparisons.map(findings) }
}

/** For each file to be written, the scripts of the databases. */
async function scriptsOf(
  comparisons: readonly Comparison[],
  options: AutogenerateOptions,
): Promise<readonly (readonly DatabaseScript[])[]> {
  const files: DatabaseScript[][] = []
  for (const comparison of comparisons) {
    const { context, settings } = comparison
    const made = plainScripts(comparison, options)
    const scripts = (await settings.environment.processRevisionDirectives?.(made, context)) ?? made
    for (const [at, script] of scripts.entries()) {
      files[at] = [...(files[at] ?? []), { comparison, script }]
    }
  }
  return files
}

function plainScripts(
  { upgrades, downgrades }: Comparison,
  options: AutogenerateOptions,
): readonly MigrationScript[] {
  if (upgrades.length === 0) return []
  const { message, id, head, splice, branchLabels, dependsOn, versionPath } = options
  return [
    {
      upgrades,
      downgrades,
      ...(message !== undefined && { message }),
      ...(id !== undefined && { id }),
      ...(head !== undefined && { head }),
      ...(splice !== undefined && { splice }),
      ...(branchLabels !== undefined && { branchLabels }),
      ...(dependsOn !== undefined && { dependsOn }),
      ...(versionPath !== undefined && { versionPath }),
    },
  ]
}

/** Where the file goes, as the first database's hook may have changed it. */
function placeOf([first]: readonly DatabaseScript[]): Partial<RevisionOptions> {
  if (first === undefined) return {}
  const { upgrades: _, downgrades: __, imports: ___, ...place } = first.script
  return place
}

function namedUpgrades({ comparison, script }: DatabaseScript): GeneratedRevision['upgrades'] {
  return script.upgrades.map(({ operation }) => ({ ...nameOf(comparison), operation }))
}

function findings(comparison: Comparison): DatabaseFindings {
  const { losses, unread } = comparison
  return { ...nameOf(comparison), losses, unmanaged: unmanagedParts(comparison), unread }
}

function nameOf({ context: { databaseName } }: Comparison): { readonly database?: string } {
  return databaseName === undefined ? {} : { database: databaseName }
}

function destructive(losses: readonly string[]): TsmigError {
  return new TsmigError(
    'destructive',
    `the revision would lose data: it ${losses.join('; it ')}`,
    'Add --allow-destructive where that is meant; nothing was written.',
  )
}
