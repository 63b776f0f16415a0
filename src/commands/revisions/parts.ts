import { readFileSync } from 'node:fs'
import { addMadeNames, MadeNames } from '../../autogenerate/made-by.ts'
import { withAncestors } from '../../graph/history.ts'
import type { Heads } from '../../graph/revision.ts'
import type { DatabaseSettings } from '../database/settings.ts'
import type { Project } from '../open.ts'
import { collectWhatIsTold } from './collect.ts'

/**
 * Which of these names the applied revisions made. Only files in which one of the names stands are run, without a
 * database; what a revision makes under a name that it puts together, or in code of its own, isn't known.
 */
export async function namesMadeByRevisions(
  project: Project,
  settings: DatabaseSettings,
  { heads, names }: { readonly heads: Heads; readonly names: readonly string[] },
): Promise<MadeNames> {
  const made = new MadeNames()
  if (names.length === 0) return made
  for (const id of withAncestors(project.graph, heads)) {
    const revision = project.graph.require(id)
    if (revision.path === undefined || !mentionsAny(revision.path, names)) continue
    for (const { operation } of await collectWhatIsTold(project, revision, settings)) {
      addMadeNames(made, operation)
    }
  }
  return made
}

/** Names stand in code as they are, or with escapes: then by their letters and digits alone. */
function mentionsAny(path: string, names: readonly string[]): boolean {
  const text = readFileSync(path, 'utf8').toLowerCase()
  return names.some((name) => text.includes((/[\p{L}\p{N}_]+/u.exec(name)?.[0] ?? name).toLowerCase()))
}
