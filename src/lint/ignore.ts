import type { Place } from './finding.ts'

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
