import { withAncestors } from '../graph/history.ts'
import type { Heads } from '../graph/revision.ts'
import { codeChecksum, isOtherCode } from '../project/checksum.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import type { Database } from './database.ts'
import { sqlRulesOf } from './database-log.ts'
import { unknownRows } from './known-rows.ts'
import type { Project } from './open.ts'

/** A revision whose file says something else than what was applied. */
export interface EditedRevision {
  readonly id: string
  readonly path: string
  /** When it was applied: ISO 8601, in UTC. */
  readonly appliedAt: string
}

/**
 * The revisions that were edited since this database applied them, by the log; none where there is no log, or it can't
 * be read. A file whose bytes are those that were applied is not looked at any further.
 */
export async function editedRevisions(
  project: Project,
  database: Database,
  heads: Heads,
): Promise<readonly EditedRevision[]> {
  const unknown = unknownRows(project, heads)
  const applied = withAncestors(
    project.graph,
    heads.filter((id) => !unknown.includes(id)),
  )
  if (applied.size === 0) return []
  const rows = await readChecksums(database)
  const rules = sqlRulesOf(project, database)
  const edited: EditedRevision[] = []
  for (const [id, row] of rows) {
    const file = applied.has(id) ? project.files.get(id) : undefined
    if (file === undefined || row.exact === file.exactChecksum) continue
    if (!isOtherCode(row.checksum, codeChecksum(file.source, file.path, rules))) continue
    edited.push({ id, path: file.path, appliedAt: row.appliedAt })
  }
  return edited
}

/** Tells of such revisions; where the ini says `strict_checksums`, throws `edited-revision`. */
export async function tellEdited(project: Project, database: Database, heads: Heads): Promise<void> {
  const edited = await editedRevisions(project, database, heads)
  if (edited.length === 0) return
  const what = spellEdited(edited)
  if (project.config.strictChecksums) throw editedError(what)
  database.settings.reporter.warning(what)
}

const shown = 10

/** Such revisions in words. */
export function spellEdited(edited: readonly EditedRevision[]): string {
  const names = edited.slice(0, shown).map(({ id, appliedAt }) => `${id} (applied ${appliedAt})`)
  const more = edited.length > shown ? `, and ${edited.length - shown} more` : ''
  const what =
    edited.length === 1
      ? 'the file of a revision was edited after it was applied here'
      : `the files of ${edited.length} revisions were edited after they were applied here`
  return `${what}: ${names.join(', ')}${more}`
}

function editedError(what: string): TsmigError {
  return new TsmigError(
    'edited-revision',
    what,
    'Put the file back as it was, and write a revision of its own for the change. If the edit is meant, "tsmig repair --checksums" takes it as what was applied.',
  )
}

interface AppliedChecksum {
  readonly checksum: string
  readonly exact: string | null
  readonly appliedAt: string
}

/** The last row of each revision counts. */
async function readChecksums({
  read,
  logTable,
  settings,
}: Database): Promise<ReadonlyMap<string, AppliedChecksum>> {
  const found = new Map<string, AppliedChecksum>()
  try {
    const rows = await logTable.read(
      read,
      ['revision', 'checksum', 'exact_checksum', 'applied_at'],
      "unit = 0 AND direction = 'upgrade' AND checksum IS NOT NULL",
    )
    for (const { revision, checksum, exact_checksum: exact, applied_at: appliedAt } of rows ?? []) {
      if (checksum !== null) found.set(revision, { checksum, exact, appliedAt })
    }
  } catch (error) {
    settings.reporter.warning(`${messageOf(error)}; edited revisions are not looked for`)
  }
  return found
}
