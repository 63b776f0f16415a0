import type { BodyOptions } from '../autogenerate/render/body.ts'
import { loadDialect } from '../dialects/registry.ts'
import type { MigrationScript } from '../operations/migration-script.ts'
import type { RenderItem } from '../operations/render-item.ts'
import type { Language } from '../project/write-revision.ts'
import type { Comparison } from './comparison.ts'
import { namingOf } from './database/settings.ts'
import { bodyOf, joinCode, type RevisionCode, renderRevision } from './revisions/render.ts'
import { changeScript } from './schema-script.ts'

/** What one file does in one database. */
export interface DatabaseScript {
  readonly comparison: Comparison
  readonly script: MigrationScript
}

/** The code of a revision file: where the project has several databases, a body for each by its name. */
export async function renderScripts(
  scripts: readonly DatabaseScript[],
  language: Language,
): Promise<RevisionCode> {
  const codes: RevisionCode[] = []
  for (const { comparison, script } of scripts) codes.push(await contentsOf(script, language, comparison))
  return joinCode(codes)
}

async function contentsOf(
  { upgrades, downgrades, imports = [] }: MigrationScript,
  language: Language,
  comparison: Comparison,
): Promise<RevisionCode> {
  const { settings, context } = comparison
  if (language === 'sql') return sqlContents({ upgrades, downgrades }, comparison)
  const added = new Set(imports)
  const words = wordsOf(settings.environment.renderItem, added)
  const rendered = renderRevision(upgrades, downgrades, {
    transaction: true,
    language,
    ...namingOf(settings),
    ...(words !== undefined && { words }),
    ...(context.databaseName !== undefined && { database: context.databaseName }),
  })
  return { ...rendered, imports: [rendered.imports, ...added].filter((line) => line !== '').join('\n') }
}

async function sqlContents(
  { upgrades, downgrades }: Pick<MigrationScript, 'upgrades' | 'downgrades'>,
  { context }: Comparison,
): Promise<RevisionCode> {
  const dialect = await loadDialect(context.dialect)
  const operations = (placed: MigrationScript['upgrades']) => placed.map(({ operation }) => operation)
  const name = context.databaseName
  const isOutside = [...upgrades, ...downgrades].some(({ outside }) => outside)
  return {
    imports: isOutside ? '-- Transaction: off' : '',
    upgrades: bodyOf(
      name,
      (await changeScript(operations(upgrades), context.database, dialect, { part: true })).trimEnd(),
    ),
    downgrades: bodyOf(
      name,
      (await changeScript(operations(downgrades), context.declared, dialect, { part: true })).trimEnd(),
    ),
  }
}

function wordsOf(renderItem: RenderItem | undefined, imports: Set<string>): BodyOptions['words'] {
  return renderItem && ((item) => renderItem(item, { imports }))
}
