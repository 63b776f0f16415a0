/** Errors in the files themselves: each names the revisions and files to open. */
import { GraphError, listed, named } from './errors.ts'
import type { GraphWarning, Revision } from './revision.ts'

function fileOf(revision: Revision): string {
  return revision.path ?? `revision ${revision.id}`
}

export function selfLoop(revision: Revision): GraphError {
  return new GraphError(
    'self_loop',
    `revision ${named(revision)} names itself as its down revision`,
    `In ${fileOf(revision)}, set downRevision to the revision before it, or to null if it is a first one.`,
    [revision.id],
  )
}

export function dependencySelfLoop(revision: Revision): GraphError {
  return new GraphError(
    'dependency_self_loop',
    `revision ${named(revision)} depends on itself`,
    `In ${fileOf(revision)}, take ${revision.id} out of dependsOn.`,
    [revision.id],
  )
}

export function illegalRevisionId(id: string, problem: string, path?: string): GraphError {
  return new GraphError(
    'illegal_revision_id',
    `"${id}"${path === undefined ? '' : ` (${path})`} cannot be a revision id: ${problem}`,
    'Use letters, digits and underscores, or leave the id out to have one made.',
    [id],
  )
}

export function illegalBranchLabel(label: string, problem: string): GraphError {
  return new GraphError(
    'illegal_branch_label',
    `"${label}" cannot be a branch label: ${problem}`,
    'Use letters, digits, underscores and hyphens.',
    [label],
  )
}

export function duplicateBranchLabel(label: string, revision: Revision, other: Revision): GraphError {
  const taken =
    label === other.id
      ? `is also the id of revision ${named(other)}`
      : `is already used by revision ${named(other)}`
  return new GraphError(
    'duplicate_branch_label',
    `branch label "${label}" of revision ${named(revision)} ${taken}`,
    `Give one of them another label, in ${[...new Set([fileOf(revision), fileOf(other)])].join(' or ')}.`,
    [revision.id, other.id],
  )
}

export function missingDependency(revision: Revision, name: string): GraphError {
  return new GraphError(
    'missing_dependency',
    `revision ${named(revision)} depends on "${name}", which is no revision and no branch label`,
    `In ${fileOf(revision)}, write the id in full or a branch label in dependsOn, or restore the missing file.`,
    [revision.id, name],
  )
}

export function missingDownRevision(revision: Revision, parent: string): GraphError {
  return new GraphError(
    'missing_down_revision',
    `revision ${named(revision)} builds on "${parent}", which is in no file`,
    `Restore the file of ${parent}, or correct downRevision in ${fileOf(revision)}.`,
    [revision.id, parent],
  )
}

/** `path` is the cycle, each revision building on the next and the last on the first. */
export function cycle(kind: 'cycle' | 'dependency_cycle', path: readonly Revision[]): GraphError {
  const ids = path.map((revision) => revision.id)
  const files = path.flatMap((revision) => revision.path ?? [])
  const what = kind === 'cycle' ? 'build on each other' : 'need each other through dependsOn'
  return new GraphError(
    kind,
    `revisions ${what} in a cycle: ${[...shownOf(ids), ids[0]].join(' -> ')}`,
    `Break the cycle in one of ${files.length > 0 ? listed(files, 'or') : 'these revisions'}: correct ${kind === 'cycle' ? 'downRevision' : 'dependsOn or downRevision'}.`,
    ids,
  )
}

/** As many links as can be read, of a cycle that may hold a whole history. */
function shownOf(ids: readonly string[]): readonly string[] {
  const [most, end] = [10, 3]
  if (ids.length <= most) return ids
  const start = most - end
  return [...ids.slice(0, start), `(${ids.length - most} more)`, ...ids.slice(-end)]
}

export function duplicateRevision(kept: Revision, dropped: Revision): GraphWarning {
  const files = [dropped.path, kept.path].filter((path) => path !== undefined)
  const where = files.length > 0 ? ` (${files.join(' and ')})` : ''
  return {
    kind: 'duplicate_revision',
    message: `revision ${kept.id} is present more than once${where}`,
    revisions: [kept.id],
  }
}

export function missingRevision(revision: Revision, parent: string): GraphWarning {
  return {
    kind: 'missing_revision',
    message: `revision ${parent}, on which ${named(revision)} builds, is in no file`,
    revisions: [revision.id, parent],
  }
}
