import type { Statement } from '../dialect.ts'

/**
 * Advisory locks of the session: they end with it, whatever ends it. Never the blocking kind, and never
 * inside a transaction: who waits in one deadlocks with CREATE INDEX CONCURRENTLY.
 */
export function tryLock(key: bigint): Statement {
  return { sql: 'SELECT pg_try_advisory_lock($1::bigint) AS won', bindings: [String(key)] }
}

export function unlock(key: bigint): Statement {
  return { sql: 'SELECT pg_advisory_unlock($1::bigint) AS released', bindings: [String(key)] }
}

/** Who holds the lock: `pid`, `application`, `host`, `since`; no row where nobody does. */
export function lockHolder(key: bigint): Statement {
  const unsigned = BigInt.asUintN(64, key)
  return {
    sql:
      'SELECT a.pid, a.application_name AS application, a.client_addr::text AS host, a.backend_start AS since' +
      ' FROM pg_locks l JOIN pg_stat_activity a USING (pid)' +
      " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1" +
      ' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())' +
      ' AND l.classid = $1::bigint::oid AND l.objid = $2::bigint::oid',
    bindings: [String(unsigned >> 32n), String(unsigned & 0xffffffffn)],
  }
}
