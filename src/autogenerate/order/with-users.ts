import type { DialectName } from '../../schema/dialect-name.ts'
import { type Made, needsOf } from './dependencies.ts'

/**
 * The `first` of some parts, with those that stand on them, directly or not, and are gone too: a function that returns
 * the rows of a view goes before the view. What may be named by chance does not count.
 */
export function withUsers(
  parts: readonly Made[],
  first: ReadonlySet<Made>,
  isGone: (part: Made) => boolean,
  dialect: DialectName,
): ReadonlySet<Made> {
  if (first.size === 0) return first
  const users: number[][] = parts.map(() => [])
  for (const [from, needs] of needsOf(parts, dialect).entries()) {
    for (const { on, strength } of needs) if (strength !== 'may') users[on]?.push(from)
  }
  const found = new Set(first)
  const waiting = [...parts.keys()].filter((at) => isIn(found, parts[at]))
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const user of users[at] ?? []) {
      const part = parts[user]
      if (part === undefined || found.has(part) || !isGone(part)) continue
      found.add(part)
      waiting.push(user)
    }
  }
  return found
}

function isIn(found: ReadonlySet<Made>, part: Made | undefined): boolean {
  return part !== undefined && found.has(part)
}
