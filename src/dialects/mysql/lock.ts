import type { Statement } from '../dialect.ts'

/** Locks of the session, by name: they end with it, whatever ends it. Never waits; whoever asks, asks again. */
export function tryLock(name: string): Statement {
  return { sql: 'SELECT GET_LOCK(?, 0) AS won', bindings: [name] }
}

export function unlock(name: string): Statement {
  return { sql: 'SELECT RELEASE_LOCK(?) AS released', bindings: [name] }
}

/** Ends a session, by the id of its connection. */
export function endSession(id: number): Statement {
  return { sql: `KILL ${Math.trunc(id)}` }
}

/** Who holds the lock: `pid`, and `account` and `host` where the user may see other sessions. */
export function lockHolder(name: string): Statement {
  return {
    sql:
      'SELECT l.id AS pid, p.user AS account, p.host AS host FROM (SELECT IS_USED_LOCK(?) AS id) AS l' +
      ' LEFT JOIN information_schema.processlist AS p ON p.id = l.id WHERE l.id IS NOT NULL',
    bindings: [name],
  }
}

/** The database that names without one belong to. */
export const currentDatabase = 'SELECT DATABASE() AS name'
