import type { SinceBegin } from '../dialect.ts'

const elapsed = '(clock_timestamp() - now())'

/** `now()` is when the message arrived that began the transaction. */
export const sinceBegin: SinceBegin = {
  milliseconds: `round(1000 * extract(epoch FROM ${elapsed}))::integer`,
  movedOn: (instant) => `to_char(${instant}::timestamp + ${elapsed}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
}
