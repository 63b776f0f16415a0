import type { SessionLimits, Statement } from '../dialect.ts'
import type { Flavour } from './flavour.ts'

/** How long statements wait for a lock on a table: whole seconds are all that the servers know. */
export function setLockWait(milliseconds: number): string {
  return `SET SESSION lock_wait_timeout = ${Math.max(1, Math.ceil(milliseconds / 1000))}`
}

/** How long a statement may take; on MySQL, one that reads. */
export function setStatementTime(milliseconds: number, flavour: Flavour): string {
  return flavour === 'mariadb'
    ? `SET SESSION max_statement_time = ${milliseconds / 1000}`
    : `SET SESSION max_execution_time = ${milliseconds}`
}

export function resetStatementTime(flavour: Flavour): string {
  return `SET SESSION ${flavour === 'mariadb' ? 'max_statement_time' : 'max_execution_time'} = DEFAULT`
}

/** Limits as a script has them. */
export function sessionLimits(flavour: Flavour): SessionLimits {
  return Object.freeze<SessionLimits>({
    set(limit, milliseconds) {
      if (limit === 'statement') return setStatementTime(milliseconds, flavour)
      return milliseconds === 0 ? undefined : setLockWait(milliseconds)
    },
    reset: (limit) =>
      limit === 'statement' ? resetStatementTime(flavour) : 'SET SESSION lock_wait_timeout = DEFAULT',
    spares: () => false,
  })
}

/** Whether a statement was refused as somebody held a lock. The transaction is still open then, without it. */
export function isLockFailure(code: string | undefined): boolean {
  return code === 'ER_LOCK_WAIT_TIMEOUT'
}

/** Whether a statement was chosen to end a deadlock: its whole transaction is lost. */
export function endsTransaction(code: string | undefined): boolean {
  return code === 'ER_LOCK_DEADLOCK'
}

/**
 * The other sessions with a transaction or a table lock, as far as the server tells: it doesn't say whose lock it is.
 * `pid`, `account`, `host`, `since`, `query`.
 */
export const otherTransactions: Statement = {
  sql:
    'SELECT p.ID AS pid, p.USER AS account, p.HOST AS host, t.trx_started AS since, LEFT(p.INFO, 60) AS query' +
    ' FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id' +
    ' WHERE p.ID <> CONNECTION_ID() ORDER BY t.trx_started LIMIT 3',
}
