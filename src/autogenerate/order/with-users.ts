import type { DialectName } from '../../schema/dialect-name.ts'
import { type Made, needsOf } from './dependencies.ts'

/**
 * The `first` of some parts, with those that stand on them, directly or not, and are gone too: a function that returns
 * the rows of a view goes before the view. What the body of a function names counts where nothing that stays stands on the
 * function: so it comes back behind that.
 */
export function withUsers(
  parts: readonly Made[],
  first: ReadonlySet<Made>,
  isGone: (part: Made) => boolean,
  dialect: DialectName,
): ReadonlySet<Made> {
  if (first.size === 0) return first
  const users: number[][] = parts.map(() => [])
  const naming: number[][] = parts.map(() => [])
  for (const [from, needs] of needsOf(parts, dialect).entries()) {
    for (const { on, strength } of needs) (strength === 'may' ? naming : users)[on]?.push(from)
  }
  const isFree = (place: number) =>
    reachedFrom(place, users)
      .flatMap((at) => parts[at] ?? [])
      .every(isGone)
  const found = new Set(first)
  const waiting = parts.flatMap((part, at) => (first.has(part) ? [at] : []))
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const user of [...(users[at] ?? []), ...(naming[at] ?? []).filter(isFree)]) {
      const part = parts[user]
      if (part === undefined || found.has(part) || !isGone(part)) continue
      found.add(part)
      waiting.push(user)
    }
  }
  return found
}

/** A place, and all from which some way leads to it. */
function reachedFrom(place: number, users: readonly (readonly number[])[]): readonly number[] {
  const found = new Set([place])
  for (const at of found) for (const user of users[at] ?? []) found.add(user)
  return [...found]
}
