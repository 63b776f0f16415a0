import type { LimitKind, SessionLimits, Statement } from '../dialect.ts'

/** Milliseconds; 0 is no limit. What is absent stays as the server, the role or the url has it. */
export interface PostgresLimits {
  readonly lock?: number
  readonly statement?: number
}

/** What of the limits stays where somebody has set it: for limits that nobody asked for. */
export interface UsualLimits {
  readonly lock: number
}

/** Sets limits, for the transaction or the session; the `usual` ones only where there are none. */
export function setLimits(
  { lock, statement }: PostgresLimits,
  usual: UsualLimits,
  { local }: { readonly local: boolean },
): string {
  const set = local ? 'SET LOCAL' : 'SET'
  return [
    lock === undefined
      ? // Without columns and rows: each transaction begins with it, and an answer takes longer to read than to make.
        `SELECT WHERE CASE WHEN current_setting('lock_timeout') = '0' THEN set_config('lock_timeout', '${usual.lock}', ${local}) END = ''`
      : `${set} lock_timeout = ${lock}`,
    ...(statement === undefined ? [] : [`${set} statement_timeout = ${statement}`]),
  ].join('; ')
}

/** Gives the session back what it had. */
export const resetLimits = 'RESET lock_timeout; RESET statement_timeout'

/**
 * What waits for all transactions to end, and keeps nobody away while it does. A limit would stop it half-way, and leave
 * an index behind that is not valid.
 */
export function waitsForOthers(sql: string): boolean {
  return /\bconcurrently\b/i.test(sql)
}

const settings: Readonly<Record<LimitKind, string>> = {
  tableLock: 'lock_timeout',
  statement: 'statement_timeout',
}

/** Limits as a script has them. */
export const sessionLimits: SessionLimits = Object.freeze({
  set: (limit: LimitKind, milliseconds: number) => `SET ${settings[limit]} = ${milliseconds}`,
  reset: (limit: LimitKind) => `RESET ${settings[limit]}`,
  spares: waitsForOthers,
})

/** Whether a statement was refused as somebody held a lock: nothing of its transaction is kept then. */
export function isLockFailure(code: string | undefined): boolean {
  return code === '55P03' || code === '40P01'
}

/**
 * The sessions that a backend waits for: `pid`, `application`, `account`, `host`, `since` (when their transaction
 * began), `query` (how what they run, or ran last, begins).
 */
export function blockersOf(pid: number): Statement {
  return {
    sql:
      'SELECT a.pid, a.application_name AS application, a.usename AS account, host(a.client_addr) AS host,' +
      ' a.xact_start AS since, left(a.query, 60) AS query' +
      ' FROM unnest(pg_blocking_pids($1)) AS blocking (pid) JOIN pg_stat_activity a USING (pid) ORDER BY a.xact_start',
    bindings: [pid],
  }
}
