import { readPosition, spellRows } from '../backfill/position.ts'
import type { RecordedUnitsOptions } from './recorded-units.ts'
import { failedTrace } from './unit.ts'

/** What an earlier run did of a step, and where it was cut off. */
export function cutOffText({ recorded, revision, direction }: RecordedUnitsOptions): string {
  const whole = recorded.filter(({ done, total }) => done >= total)
  const partly = recorded.filter(({ done, total }) => done < total)
  const list = whole.map(({ unit, label }) => `${unit}. ${label}`).join('; ')
  const left = partly.map(({ unit, label, done, total, trace, statements }) => {
    const position = readPosition(statements)
    if (position !== undefined) return `; ${unit}. ${label} came to ${spellRows(position.rows)}`
    const how = trace === failedTrace ? 'failed' : 'was in flight'
    return `; ${unit}. ${label} ${how}${total > 1 ? ` at its statement ${done + 1} of ${total}` : ''}`
  })
  return `${direction} of revision ${revision} was cut off at ${recorded.at(-1)?.applied_at}: done are ${list === '' ? 'no statements' : list}${left.join('')}`
}
