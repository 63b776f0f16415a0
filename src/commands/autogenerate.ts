import type { BodyOptions } from '../autogenerate/render-body.ts'
import { loadDialect } from '../dialects/registry.ts'
import type { MigrationScript } from '../operations/migration-script.ts'
import type { Operation } from '../operations/operation.ts'
import type { RenderItem } from '../operations/render-item.ts'
import type { Language, NewRevision } from '../project/write-revision.ts'
import { TsmigError } from '../support/errors.ts'
import { type UnmanagedPart, unmanagedPart } from './check.ts'
import { type Comparison, type ComparisonOptions, compareProject } from './comparison.ts'
import { namingOf } from './database.ts'
import { openProject } from './open.ts'
import { renderRevision } from './render-revision.ts'
import { addRevision, type RevisionOptions, type RevisionReport } from './revision.ts'
import { changeScript } from './schema-script.ts'

export interface AutogenerateOptions
  extends Omit<RevisionOptions, 'sql' | 'reverseOf' | 'autogenerate'>,
    ComparisonOptions {
  /** Nobody is there to read: refuse what loses data unless `allowDestructive`. */
  readonly ci?: boolean
  readonly allowDestructive?: boolean
}

/** What was found, and written. */
export interface AutogenerateReport {
  /** The files; none where nothing differs, or a hook wants none. */
  readonly revisions: readonly (RevisionReport & { readonly operations: readonly Operation[] })[]
  /** What of the rows the upgrades may lose. */
  readonly losses: readonly string[]
  readonly unmanaged: readonly UnmanagedPart[]
  readonly unread: Comparison['unread']
}

/**
 * Writes the revision that leads from the database, which has to be at its heads, to the declared schema. Writes
 * nothing where there is nothing to do. Throws `not-at-head`, and `destructive` with `ci`.
 */
export async function autogenerate(options: AutogenerateOptions): Promise<AutogenerateReport> {
  const project = await openProject(options)
  const comparison = await compareProject(project, options)
  const { context, settings, losses, unmanaged, unread } = comparison
  if (options.ci && !options.allowDestructive && losses.length > 0) throw destructive(losses)
  const process = settings.environment.processRevisionDirectives
  const wanted = scriptsOf(comparison, options)
  const scripts = (await process?.(wanted, context)) ?? wanted
  const revisions: AutogenerateReport['revisions'][number][] = []
  for (const script of scripts) {
    // The next one may build on the file that was just written.
    const opened = revisions.length === 0 ? project : await openProject(options)
    const language = options.language ?? 'ts'
    const contents = await contentsOf(script, language, comparison)
    const given = { ...options, ...placeOf(script), language }
    const written = await addRevision(opened, given, script.head ?? 'head', contents)
    revisions.push({ ...written, operations: script.upgrades.map(({ operation }) => operation) })
  }
  return { revisions, losses, unmanaged: unmanaged.map(unmanagedPart), unread }
}

function scriptsOf(
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

/** Where the file goes, as a hook may have changed it. */
function placeOf({
  upgrades: _,
  downgrades: __,
  imports: ___,
  ...place
}: MigrationScript): Partial<RevisionOptions> {
  return place
}

type Contents = Pick<NewRevision, 'imports' | 'upgrades' | 'downgrades'>

async function contentsOf(
  script: MigrationScript,
  language: Language,
  { settings, context }: Comparison,
): Promise<Contents> {
  const { upgrades, downgrades, imports = [] } = script
  if (language === 'sql') {
    const dialect = await loadDialect(context.dialect)
    const lines = [...upgrades, ...downgrades].some(({ outside }) => outside) ? '-- Transaction: off' : ''
    return {
      imports: lines,
      upgrades: (await changeScript(operationsOf(upgrades), context.database, dialect)).trimEnd(),
      downgrades: (await changeScript(operationsOf(downgrades), context.declared, dialect)).trimEnd(),
    }
  }
  const added = new Set(imports)
  const words = wordsOf(settings.environment.renderItem, added)
  const form = { transaction: true, language, ...namingOf(settings), ...(words !== undefined && { words }) }
  const rendered = renderRevision(upgrades, downgrades, form)
  return { ...rendered, imports: [rendered.imports, ...added].filter((line) => line !== '').join('\n') }
}

function operationsOf(placed: MigrationScript['upgrades']): readonly Operation[] {
  return placed.map(({ operation }) => operation)
}

function wordsOf(renderItem: RenderItem | undefined, imports: Set<string>): BodyOptions['words'] {
  return renderItem && ((item) => renderItem(item, { imports }))
}

function destructive(losses: readonly string[]): TsmigError {
  return new TsmigError(
    'destructive',
    `the revision would lose data: it ${losses.join('; it ')}`,
    'Add --allow-destructive where that is meant; nothing was written.',
  )
}
