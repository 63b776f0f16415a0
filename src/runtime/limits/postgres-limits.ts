import { codeOf } from '../../dialects/driver-errors.ts'
import {
  blockersOf,
  isLockFailure,
  type PostgresLimits,
  resetLimits,
  setLimits,
  waitsForOthers,
} from '../../dialects/postgres/limits.ts'
import { messageOf } from '../../support/errors.ts'
import { grace } from '../answered.ts'
import type { Session } from '../session.ts'
import { BlockerWatch } from './blocker-watch.ts'
import { isOneStatement } from './is-one-statement.ts'
import { type LimitSurroundings, type Limits, type StepLimits, usualTableLock } from './limits.ts'
import { pauseBeforeNext, untilDone } from './retry.ts'
import { readBlocker, spellBlocker, TableLockedError } from './table-locked.ts'

/**
 * On PostgreSQL the limits hold in each transaction, and what failed on a lock is tried again with its whole step: the
 * transaction is lost. Outside of one, they are the session's for a statement, and that alone is tried again.
 */
export function postgresLimits(session: Session, { settings, onRetry, watcher }: LimitSurroundings): Limits {
  const watch = new BlockerWatch(watcher, async (other) => {
    const { sql, bindings } = blockersOf(session.announcedBackend ?? 0)
    return (await other.query(sql, bindings)).map((row) => readBlocker(row, 'backend'))
  })
  let current: StepLimits = settings
  let told = false
  const before = session.answerWithin
  const asked = (): PostgresLimits => ({
    ...(current.tableLock !== undefined && { lock: current.tableLock }),
    ...(current.statement !== undefined && { statement: current.statement }),
  })
  const usual = { lock: usualTableLock }
  const waited = (): number => current.tableLock ?? usualTableLock
  const watched = <T>(body: () => Promise<T>) => watch.during(waited() / 2, body)
  const explain: Limits['explain'] = (thrown, lock) => {
    const code = codeOf(lock)
    if (!isLockFailure(code)) return thrown
    return new TableLockedError(code === '40P01' ? undefined : waited(), watch.seen.map(spellBlocker), thrown)
  }
  const next = async (thrown: unknown, attempts: Parameters<Limits['again']>[1]): Promise<boolean> => {
    const first = attempts.count === 0
    if (!(await pauseBeforeNext(attempts, settings.retry))) return false
    if (first && !told) {
      told = true
      onRetry(messageOf(rootOf(thrown)))
    }
    return true
  }
  const again: Limits['again'] = async (thrown, attempts) =>
    isLocked(thrown) && (await next(thrown, attempts))
  /** What the session has outside a transaction is given back behind each statement. */
  const outside = async <T>(body: () => Promise<T>): Promise<T> => {
    await session.run({ sql: setLimits(asked(), usual, { local: false }) })
    try {
      return await watched(body)
    } finally {
      await session.run({ sql: resetLimits }).catch(() => undefined)
    }
  }
  return {
    async enter(own) {
      current = { ...settings, ...own }
      session.answerWithin = current.statement ? current.statement + grace : undefined
      if (session.inTransaction) await session.run({ sql: setLimits(asked(), usual, { local: true }) })
    },
    begin: (begin) => `${begin}; ${setLimits(asked(), usual, { local: true })}`,
    async statement({ sql }, body) {
      if (session.inTransaction) return watched(body)
      if (waitsForOthers(sql)) return body()
      return untilDone(
        () => outside(body),
        async (thrown, attempts) =>
          isLockFailure(codeOf(thrown)) &&
          isOneStatement(sql, 'postgres') &&
          (await next(explain(thrown, thrown), attempts)),
      )
    },
    transaction: (body) => untilDone(body, again),
    code: (body) => (session.inTransaction ? watched(body) : outside(body)),
    explain,
    again,
    async leave() {
      session.answerWithin = before
      await watch.close()
    },
  }
}

/** What is at the bottom of a failure: the lock, where it is one. */
function rootOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof TableLockedError) return thrown
  return thrown.cause === undefined ? thrown : rootOf(thrown.cause)
}

function isLocked(thrown: unknown): boolean {
  return rootOf(thrown) instanceof TableLockedError
}
