import type { Statement } from '../../dialects/dialect.ts'
import type { Session } from '../session.ts'

/** How long statements may wait for locks on tables, and take; milliseconds, 0 for no limit. */
export interface StepLimits {
  /** Absent: a second, where neither the role nor the url says otherwise. */
  readonly tableLock?: number
  /** Absent: as the server has it. */
  readonly statement?: number
}

/** Whether a step has limits of its own. */
export function hasLimits({ tableLock, statement }: StepLimits = {}): boolean {
  return tableLock !== undefined || statement !== undefined
}

export interface LimitSettings extends StepLimits {
  /** For how long what found a table locked is tried again. */
  readonly retry: number
}

/** A wait that goes on: what found a table locked once. */
export interface Attempts {
  /** Of `performance.now()`, when the first began. */
  readonly since: number
  count: number
}

/** What keeps the statements of a run from waiting, or taking, too long. */
export interface Limits {
  /** A step begins, with limits of its own. */
  enter(own: StepLimits): Promise<void>
  /** The statement that begins a transaction, with the limits that hold in it. */
  begin(begin: string): string
  /** Runs a statement, again where that takes nothing back that ran before it. Throws the driver's error. */
  statement<T>(statement: Statement, body: () => Promise<T>): Promise<T>
  /**
   * Runs what begins a transaction and commits it, again where a lock ended it, as a whole. Its statements are not tried
   * again by themselves.
   */
  transaction<T>(body: () => Promise<T>): Promise<T>
  /** Runs code of a revision's, once. Throws what it throws. */
  code<T>(body: () => Promise<T>): Promise<T>
  /** What was thrown, as an error that says who held the lock, where that was it. */
  explain(thrown: unknown, lock: unknown): unknown
  /** Whether a step that was taken back is to be tried again: after a pause. */
  again(thrown: unknown, attempts: Attempts): Promise<boolean>
  /** Gives the session back what it had. */
  leave(): Promise<void>
}

/** What limits have beside their settings. */
export interface LimitSurroundings {
  readonly settings: LimitSettings
  /** Told once, where something is tried again. */
  readonly onRetry: (text: string) => void
  /** Opens a second session, to see what the first waits for; absent where there can't be one. */
  readonly watcher?: () => Promise<Session>
}

/** As long as others may stand behind a statement that waits. */
export const usualTableLock = 1000

/** On SQLite, the lock of the run is the one that there is. */
export const noLimits: Limits = {
  enter: async () => {},
  begin: (begin) => begin,
  statement: (_statement, body) => body(),
  transaction: (body) => body(),
  code: (body) => body(),
  explain: (thrown) => thrown,
  again: async () => false,
  leave: async () => {},
}
