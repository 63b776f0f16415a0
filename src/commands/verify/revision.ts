import type { Difference } from '../../autogenerate/difference.ts'
import type { Revision } from '../../graph/revision.ts'
import type { RevisionModule } from '../../runtime/run-revision.ts'
import type { SchemaSnapshot } from '../../schema/snapshot.ts'
import type { ScratchHistory } from '../scratch/history.ts'
import { describeFailure, irreversibleReason } from './describe-failure.ts'
import type { VerifyFinding } from './report.ts'

/** A revision that stands applied, as it was found when it was applied for the first time. */
export interface AppliedRevision {
  readonly revision: Revision
  readonly module: RevisionModule
  /** The schema without it, and with it. */
  readonly before: SchemaSnapshot
  readonly after: SchemaSnapshot
}

/**
 * Applies a revision. One that fails is tried once more on a database that never went down: what a downgrade can't
 * bring back (rows) is no fault of what comes later. Throws `RevisionError`.
 */
export async function applyRevision(history: ScratchHistory, revision: Revision): Promise<void> {
  try {
    await history.up(revision)
  } catch (error) {
    if (!history.wentDown) throw error
    await history.remake(revision)
  }
}

/**
 * Takes the revision down and up again, and tells what is wrong about it. In the end it is applied: where its way back
 * has spoiled the database, in a new one.
 */
export async function checkWayBack(
  history: ScratchHistory,
  applied: AppliedRevision,
): Promise<VerifyFinding | undefined> {
  const about = aboutOf(applied.revision)
  if (applied.module.downgrade === undefined) {
    return { kind: 'irreversible', ...about, reason: 'it has no downgrade' }
  }
  let left: readonly Difference[] = []
  try {
    await history.down(applied.revision, async () => {
      left = await history.differencesFrom(applied.before)
      return left.length === 0
    })
  } catch (error) {
    if (!(await history.isBackAt(applied.after))) await history.remake()
    const reason = irreversibleReason(error)
    if (reason !== undefined) return { kind: 'irreversible', ...about, reason }
    return { kind: 'downgrade-failed', ...about, failure: describeFailure(error) }
  }
  if (left.length > 0) {
    if (!(await history.isBackAt(applied.after))) await history.remake()
    return { kind: 'not-restored', ...about, differences: left }
  }
  const again = await applyAgain(history, applied)
  return again === undefined ? undefined : { kind: 'not-repeatable', ...about, ...again }
}

/** What tells which revision it is. */
export function aboutOf({ id, message, path }: Revision): {
  readonly revision: string
  readonly message: string
  readonly path?: string
} {
  return { revision: id, message, ...(path !== undefined && { path }) }
}

async function applyAgain(
  history: ScratchHistory,
  { revision, after }: AppliedRevision,
): Promise<Pick<Extract<VerifyFinding, { kind: 'not-repeatable' }>, 'differences' | 'failure'> | undefined> {
  try {
    await history.up(revision)
  } catch (error) {
    await history.remake(revision)
    return { differences: [], failure: describeFailure(error) }
  }
  const differences = await history.differencesFrom(after)
  if (differences.length === 0) return undefined
  await history.remake()
  return { differences }
}
