import type { SinceSent } from '../dialect.ts'

const elapsed = '(clock_timestamp() - statement_timestamp())'

/** To the server, a statement begins when the message arrives that it stands in. */
export const sinceSent: SinceSent = {
  milliseconds: (before) => `${before}::integer + round(1000 * extract(epoch FROM ${elapsed}))::integer`,
  movedOn: (instant) => `to_char(${instant}::timestamp + ${elapsed}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
}
