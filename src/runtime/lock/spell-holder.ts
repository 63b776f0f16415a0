import type { LockHolder } from './holder.ts'

/** A holder in words: `backend 4711 (tsmig) from 10.0.0.7, connected since 2026-03-01T10:00:00Z`. */
export function spellHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return 'a process that has just ended'
  const { id, what, application, account, host, since } = holder
  return [
    `${what} ${id}`,
    application === undefined ? '' : ` (${application})`,
    account === undefined ? '' : ` of ${account}`,
    host === undefined ? '' : ` from ${host}`,
    since === undefined ? '' : `, connected since ${since.toISOString().replace(/\.\d+Z$/, 'Z')}`,
  ].join('')
}
