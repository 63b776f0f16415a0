import type { MessageClock } from '../dialect.ts'

/** To the server, a statement begins when it comes to the message that it stands in. */
export const messageClock: MessageClock = Object.freeze({
  milliseconds: (before: string) =>
    `${before}::integer + round(1000 * extract(epoch FROM clock_timestamp() - statement_timestamp()))::integer`,
  now: `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
})
