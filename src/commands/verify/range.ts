import { withAncestors } from '../../graph/history.ts'
import { planUpgrade } from '../../graph/plan-upgrade.ts'
import { splitRange } from '../../graph/range.ts'
import { revisionsAtEnd } from '../../graph/resolve.ts'
import type { Heads, Revision } from '../../graph/revision.ts'
import { withoutSignedLabels } from '../../graph/signed-labels.ts'
import type { Project } from '../open.ts'

/** Which revisions to apply, in which order, and which of them to check. */
export interface VerifyRange {
  readonly revisions: readonly Revision[]
  readonly checked: ReadonlySet<string>
  /** Whether it goes up to all heads. */
  readonly complete: boolean
}

/**
 * Reads `start:end`, whose ends may be left out: what builds on `start` is checked, what it needs only applied. A
 * revision alone is checked alone. `current` gives the rows of the project's database, for a start that says so.
 * Throws what looking up throws.
 */
export async function verifyRange(
  { graph }: Project,
  range: string,
  current: () => Promise<Heads>,
): Promise<VerifyRange> {
  const idsOf = (word: string): readonly string[] =>
    revisionsAtEnd(graph, withoutSignedLabels(graph, word)).map(({ id }) => id)
  const alone = !range.includes(':')
  const [start, end] = alone ? ['', range] : splitRange(range)
  const target = end === '' ? 'heads' : withoutSignedLabels(graph, end)
  const revisions = planUpgrade(graph, target, []).steps.flatMap(({ revision }) => revision ?? [])
  const known = withAncestors(graph, start === 'current' ? await current() : start === '' ? [] : idsOf(start))
  const own = new Set(alone ? idsOf(target) : revisions.map(({ id }) => id))
  const checked = revisions.map(({ id }) => id).filter((id) => own.has(id) && !known.has(id))
  return { revisions, checked: new Set(checked), complete: revisions.length === graph.size }
}
