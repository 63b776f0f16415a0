import type { BodyOptions } from '../autogenerate/render-body.ts'
import { loadDialect } from '../dialects/registry.ts'
import type { MigrationScript } from '../operations/migration-script.ts'
import type { RenderItem } from '../operations/render-item.ts'
import type { Body, Language } from '../project/write-revision.ts'
import type { Comparison } from './comparison.ts'
import { namingOf } from './database-settings.ts'
import { bodyOf, type RevisionCode, renderRevision } from './render-revision.ts'
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
  let whole: RevisionCode = { imports: '', upgrades: '', downgrades: '' }
  for (const { comparison, script } of scripts) {
    const code = await contentsOf(script, language, comparison)
    whole = {
      imports: [...new Set([whole.imports, code.imports].flatMap(linesOf))].join('\n'),
      upgrades: together(whole.upgrades, code.upgrades),
      downgrades: together(whole.downgrades, code.downgrades),
    }
  }
  return whole
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n')
}

function together(one: Body, other: Body): Body {
  return typeof one === 'string' || typeof other === 'string' ? other : { ...one, ...other }
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
