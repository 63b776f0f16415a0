import { withAncestors } from '../../graph/history.ts'
import type { Heads } from '../../graph/revision.ts'
import type { LogRow } from '../../runtime/log/log-table.ts'
import { messageOf, TsmigError } from '../../support/errors.ts'
import type { Database } from '../database.ts'
import { unknownRows } from '../known-rows.ts'
import type { Project } from '../open.ts'

/** A revision whose file says something else than what was applied. */
export interface EditedRevision {
  readonly id: string
  readonly path: string
  /** When it was applied: ISO 8601, in UTC. */
  readonly appliedAt: string
}

const appliedOnes = "unit = 0 AND direction = 'upgrade' AND checksum IS NOT NULL"
const bytesAlone = ['revision', 'exact_checksum'] as const

/** What asks for the bytes of the revisions that were applied, the first that looking for edited ones asks for. */
export function appliedQuestion({ logTable }: Pick<Database, 'logTable'>): string {
  return logTable.question(bytesAlone, appliedOnes)
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
  // Mostly none is another: to read of thousands what is told of one takes its time.
  const others = [...(await lastRows(database, bytesAlone))].filter(
    ([id, row]) => applied.has(id) && row.exact_checksum !== project.files.get(id)?.exactChecksum,
  )
  if (others.length === 0) return []
  const rows = await lastRows(database, ['revision', 'checksum', 'applied_at'])
  const { isOtherCode } = await import('../../project/checksum.ts')
  const { keptChecksums, recordOf } = await import('../database/log.ts')
  // Whoever has had thousands laid out anew has them compared before each run from then on.
  const checksums = keptChecksums(project, database)
  const edited = others.flatMap(([id]) => {
    const [file, row] = [project.files.get(id), rows.get(id)]
    const now = recordOf(project, database, id, checksums)
    if (file === undefined || now === undefined || row === undefined || row.checksum === null) return []
    if (!isOtherCode(row.checksum, now.checksum)) return []
    return [{ id, path: file.path, appliedAt: row.applied_at }]
  })
  checksums.save()
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

/** The last row of each revision that was applied, in the order of the log; none where it can't be read. */
async function lastRows<Name extends keyof LogRow>(
  { read, logTable, settings }: Database,
  columns: readonly ('revision' | Name)[],
): Promise<ReadonlyMap<string, Pick<LogRow, 'revision' | Name>>> {
  try {
    const rows = (await logTable.read(read, columns, appliedOnes)) ?? []
    return new Map(rows.map((row) => [row.revision, row]))
  } catch (error) {
    settings.reporter.warning(`${messageOf(error)}; edited revisions are not looked for`)
    return new Map()
  }
}
