import { UnwritableValueError } from './errors.ts'

/** A Date's moment as ISO text in UTC: `2026-11-22T16:39:28.057Z`. Throws `UnwritableValueError` where it holds none. */
export function isoText(date: Date): string {
  if (!Number.isNaN(date.getTime())) return date.toISOString()
  throw new UnwritableValueError('A Date is invalid', 'Check how it was made: it holds no time.')
}
