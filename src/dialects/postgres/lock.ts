import type { Statement } from '../dialect.ts'

/**
 * Advisory locks of the session: they end with it, whatever ends it. Never the blocking kind, and never
 * inside a transaction: who waits in one deadlocks with CREATE INDEX CONCURRENTLY.
 */
export function tryLock(key: bigint): Statement {
  return { sql: 'SELECT pg_try_advisory_lock($1::bigint) AS won', bindings: [String(key)] }
}

/** The same for as long as the transaction lasts. */
export function tryTransactionLock(key: bigint): Statement {
  return { sql: 'SELECT pg_try_advisory_xact_lock($1::bigint) AS won', bindings: [String(key)] }
}

export function unlock(key: bigint): Statement {
  return { sql: 'SELECT pg_advisory_unlock($1::bigint) AS released', bindings: [String(key)] }
}

/** Ends a session, by the process id of its backend. */
export function endSession(pid: number): Statement {
  return { sql: 'SELECT pg_terminate_backend($1) AS ended', bindings: [pid] }
}

/**
 * Makes the session one that dies with its client, by the process id that the server told the client, and gives that of the
 * backend that answers: `pid`. Without it, a server with a long statement to do doesn't notice that its client was killed,
 * and keeps transaction and lock until it is through; PostgreSQL 14 and newer look for it, where they are told to and the
 * system lets them. A session of another backend is left alone.
 */
export function dieWithClient(announced: number): Statement {
  return {
    sql:
      "SELECT pg_backend_pid() AS pid, (SELECT set_config(name, '500ms', false) FROM pg_settings" +
      " WHERE name = 'client_connection_check_interval' AND setting = '0' AND pg_backend_pid() = $1) AS looks",
    bindings: [announced],
  }
}

/** The process id of the backend that answers: `pid`. */
export const backend: Statement = { sql: 'SELECT pg_backend_pid() AS pid' }

/** Who holds the lock: `pid`, `application`, `account`, `host`, `since`; no row where nobody does. */
export function lockHolder(key: bigint): Statement {
  const unsigned = BigInt.asUintN(64, key)
  return {
    sql:
      'SELECT a.pid, a.application_name AS application, a.usename AS account, host(a.client_addr) AS host, a.backend_start AS since' +
      ' FROM pg_locks l JOIN pg_stat_activity a USING (pid)' +
      " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1" +
      ' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())' +
      ' AND l.classid = $1::bigint::oid AND l.objid = $2::bigint::oid',
    bindings: [String(unsigned >> 32n), String(unsigned & 0xffffffffn)],
  }
}
