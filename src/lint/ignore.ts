import type { Entry, LintedRevision } from './entry.ts'
import type { Finding, Place } from './finding.ts'

/** A comment that has lint pass over what its rules find: in a statement, or in the revision as a whole. */
export interface Ignore {
  readonly codes: readonly string[]
  /** Absent: none was given. */
  readonly reason?: string
  readonly place: Place
  /** From its first character to the one behind its last; absent: the whole revision. */
  readonly statement?: { readonly from: Position; readonly to: Position }
}

type Position = Pick<Place, 'line' | 'column'>

/** Whether what is at a place is meant; what has none is about the revision as a whole. */
export function covers({ statement, place: { file } }: Ignore, place: Place | undefined): boolean {
  if (statement === undefined) return true
  if (place === undefined || place.file !== file) return false
  return !isBefore(place, statement.from) && isBefore(place, statement.to)
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column)
}

/** The findings that no comment with a reason silences, and those comments that did so, by code. */
export function ignoring(
  findings: readonly Finding[],
  { ignores }: Pick<LintedRevision, 'ignores'>,
): { readonly left: readonly Finding[]; readonly used: ReadonlyMap<Ignore, ReadonlySet<string>> } {
  const used = new Map<Ignore, Set<string>>()
  const left = findings.filter(({ code, place }) => {
    const meant = ignores.filter((one) => one.codes.includes(code) && covers(one, place))
    for (const one of meant) used.set(one, (used.get(one) ?? new Set()).add(code))
    return meant.every(({ reason }) => reason === undefined)
  })
  return { left, used }
}

/** The steps of a revision that a comment is about. */
export function entriesOf(ignore: Ignore, { entries }: LintedRevision): readonly Entry[] {
  return entries.filter(({ place }) => covers(ignore, place))
}
