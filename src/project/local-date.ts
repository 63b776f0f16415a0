/** A moment as the clocks of a time zone show it. */
export interface LocalDate {
  /** Whole seconds since 1970. */
  readonly epoch: number
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** ISO 8601 with milliseconds, and with the zone's offset, or `Z`. */
  readonly iso: string
}

/** The moment in an IANA zone; without one, in the zone of this machine. Throws RangeError for an unknown zone. */
export function localDate(moment: Date, timezone?: string): LocalDate {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...(timezone === undefined ? {} : { timeZone: timezone }),
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const part = (type: string): number => Number(parts.find((entry) => entry.type === type)?.value)
  const [year, month, day] = [part('year'), part('month'), part('day')]
  const [hour, minute, second] = [part('hour'), part('minute'), part('second')]
  const epoch = Math.floor(moment.getTime() / 1000)
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  const offset = Math.round((shown / 1000 - epoch) / 60)
  const wall = new Date(shown + (moment.getTime() - epoch * 1000)).toISOString().slice(0, -1)
  return { epoch, year, month, day, hour, minute, second, iso: wall + spellOffset(offset) }
}

/** Minutes east of Greenwich as `+05:30`. */
function spellOffset(minutes: number): string {
  if (minutes === 0) {
    return 'Z'
  }
  const size = Math.abs(minutes)
  const two = (count: number): string => String(count).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
