import { history } from '../graph/history.ts'
import { findConfigFile } from '../project/config/find-config.ts'
import { parseIni } from '../project/config/ini.ts'
import { readText } from '../project/read-text.ts'
import { listTemplates } from '../project/template.ts'
import { firstLine } from '../support/text.ts'
import { openConfig, openProject } from './open.ts'
import type { CommandOptions } from './options.ts'

/** A word that a command line may go on with. */
export interface Completion {
  readonly word: string
  readonly description: string
}

/** What can be completed from the project alone. */
export const completionKinds = ['revisions', 'databases', 'sections', 'templates'] as const
export type CompletionKind = (typeof completionKinds)[number]

/** The words of a kind. Connects to nothing. */
export async function complete(
  kind: CompletionKind,
  options: CommandOptions,
): Promise<readonly Completion[]> {
  switch (kind) {
    case 'revisions':
      return revisions(options)
    case 'databases':
      return (await openConfig(options)).databases.map(({ name }) => ({ word: name, description: '' }))
    case 'sections':
      return sections(options)
    case 'templates':
      return listTemplates().map(({ name, description }) => ({ word: name, description }))
    default:
      return kind satisfies never
  }
}

async function revisions(options: CommandOptions): Promise<readonly Completion[]> {
  const { graph } = await openProject(options)
  const newestFirst = history(graph, undefined, [])
  const labels = [...new Set(newestFirst.flatMap((revision) => revision.labels))]
  return [
    { word: 'head', description: 'the revision that no other builds on' },
    { word: 'heads', description: 'all of them' },
    { word: 'base', description: 'before the first revision' },
    ...labels.flatMap((label) => [
      { word: label, description: 'a branch' },
      { word: `${label}@head`, description: `the head of ${label}` },
      { word: `${label}@base`, description: `before the first revision of ${label}` },
    ]),
    ...newestFirst.map(({ id, message }) => ({ word: id, description: firstLine(message) })),
  ]
}

/** The sections that are a project each; others belong to a database, to lint, to hooks. */
async function sections({ config, cwd }: CommandOptions): Promise<readonly Completion[]> {
  const file = findConfigFile({
    cwd: cwd ?? process.cwd(),
    env: process.env,
    ...(config !== undefined && { config }),
  })
  const ini = await parseIni(readText(file), file)
  return [...ini.sections]
    .filter(([, options]) => options.has('script_location'))
    .map(([name]) => ({ word: name, description: '' }))
}
