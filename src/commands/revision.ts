import type { Identifiers } from '../graph/identifier.ts'
import { parentsForRevision } from '../graph/next-revision.ts'
import { loadEnvironment } from '../project/load-environment.ts'
import type { RevisionFile } from '../project/read-revision.ts'
import { type HookReport, readWriteHooks, runWriteHooks } from '../project/write-hooks.ts'
import { type Language, type NewRevision, newRevisionId, writeRevision } from '../project/write-revision.ts'
import { TsmigError } from '../support/errors.ts'
import { loadOptions, openProject, type Project } from './open.ts'
import type { CommandOptions } from './options.ts'
import { reverseRevision } from './revisions/reverse.ts'

export interface RevisionOptions extends CommandOptions {
  readonly message?: string
  /** What it builds on; `head` unless given. */
  readonly head?: string
  /** Allow a parent that other revisions build on already. */
  readonly splice?: boolean
  readonly branchLabels?: readonly string[]
  /** One of the version locations. */
  readonly versionPath?: string
  /** Twelve random hexadecimal digits unless given. */
  readonly id?: string
  readonly dependsOn?: readonly string[]
  readonly language?: Language
  /** With `revision_environment = true`: the env file is read, and nothing is connected to. */
  readonly sql?: boolean
  /** Writes the revision that undoes this one: an id, or the beginning of one. */
  readonly reverseOf?: string
}

export interface RevisionReport {
  readonly file: RevisionFile
  /** What the post-write hooks printed. */
  readonly hooks: readonly HookReport[]
}

/** Writes a new revision file: an empty one, or one that undoes another. */
export async function revision(options: RevisionOptions = {}): Promise<RevisionReport> {
  const project = await openProject(options)
  if (options.sql && !project.config.revisionEnvironment) {
    throw new TsmigError(
      'usage',
      'revision --sql has no meaning without revision_environment = true',
      'Leave out --sql, or set revision_environment in the ini.',
    )
  }
  const head = options.head ?? 'head'
  if (options.reverseOf === undefined) return addRevision(project, options, head)
  const { message, language, ...contents } = await reverseRevision(
    project,
    options.reverseOf,
    options.language,
  )
  return addRevision(project, { message, ...options, language }, head, contents)
}

/** Writes a revision file on top of `heads`. What doesn't fit the graph is refused before anything is written. */
export async function addRevision(
  project: Project,
  options: RevisionOptions,
  heads: Identifiers,
  contents: Pick<NewRevision, 'imports' | 'upgrades' | 'downgrades'> = {},
): Promise<RevisionReport> {
  const { config, graph } = project
  const hooks = readWriteHooks(config)
  if (config.revisionEnvironment) {
    await loadEnvironment(config, { ...loadOptions(config), x: options.x ?? {} })
  }
  const id = options.id ?? newRevisionId()
  refuseKnownId(project, id)
  const next = parentsForRevision(graph, {
    id,
    heads,
    splice: options.splice ?? false,
    labels: options.branchLabels ?? [],
    dependsOn: options.dependsOn ?? [],
  })
  graph.withRevision(next)
  const file = await writeRevision(config, {
    ...contents,
    id,
    parents: next.parents,
    labels: next.labels,
    dependsOn: next.dependsOn,
    parentPaths: next.parents.flatMap((parent) => graph.get(parent)?.path ?? []),
    cwd: options.cwd ?? process.cwd(),
    ...(options.message !== undefined && { message: options.message }),
    ...(options.versionPath !== undefined && { versionPath: options.versionPath }),
    ...(options.language !== undefined && { language: options.language }),
  })
  return { file, hooks: await runWriteHooks(hooks, file.path) }
}

function refuseKnownId({ graph }: Project, id: string): void {
  const known = graph.get(id)
  if (known === undefined) return
  throw new TsmigError(
    'duplicate-revision',
    `there is a revision "${id}" already${known.path === undefined ? '' : `: ${known.path}`}`,
    'Give another --rev-id, or leave it out for a random one.',
  )
}
