import { TsmigError } from '../../support/errors.ts'
import { duration } from '../../support/text.ts'
import type { LockHolder } from '../lock/holder.ts'
import { spellHolder } from '../lock/spell-holder.ts'

/** Who held a lock that something waited for. */
export interface Blocker extends LockHolder {
  /** How what it runs, or ran last, begins. */
  readonly query?: string
}

/** A blocker as a server's row tells of it. */
export function readBlocker(row: Readonly<Record<string, unknown>>, what: LockHolder['what']): Blocker {
  const text = (key: string) => (row[key] ? { [key]: String(row[key]) } : {})
  return {
    id: Number(row.pid),
    what,
    ...text('application'),
    ...text('account'),
    ...text('host'),
    ...(row.since instanceof Date && { since: row.since }),
    ...text('query'),
  }
}

/** `backend 4711 (psql) of app, in a transaction since 2026-03-01T10:00:00Z: LOCK TABLE users`. */
export function spellBlocker({ since, query, ...holder }: Blocker): string {
  const began =
    since === undefined ? '' : `, in a transaction since ${since.toISOString().replace(/\.\d+Z$/, 'Z')}`
  // Values may be secrets.
  const head = query?.split(/['"$]/)[0]?.replace(/\s+/g, ' ').trim() ?? ''
  return `${spellHolder(holder)}${began}${head === '' ? '' : `: ${head}`}`
}

/** A statement waited for a lock until its time was up, or until it was chosen to end a deadlock; `cause` is its failure. */
export class TableLockedError extends TsmigError {
  constructor(waited: number | undefined, blockers: readonly string[], cause: unknown) {
    const who = blockers.length === 0 ? '' : `, behind ${blockers.join(' and ')}`
    super(
      'table-locked',
      waited === undefined
        ? `a deadlock with another transaction${who}`
        : `waited ${duration(waited)} for a lock on a table or its rows${who}`,
      'Let it end, and run again. table_lock_timeout says how long a statement waits, table_lock_retry for how long it is tried again.',
      { cause },
    )
  }
}
