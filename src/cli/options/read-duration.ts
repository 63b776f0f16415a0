import { parseDuration } from '../../support/duration.ts'
import { TsmigError } from '../../support/errors.ts'

/** The milliseconds that an option says. Throws `usage` for what is no time. */
export function readDuration(option: string, text: string): number {
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined) return milliseconds
  throw new TsmigError(
    'usage',
    `${option} ${text} is no span of time`,
    'Write a number and a unit: 500ms, 30s, 10min, or 0.',
  )
}
