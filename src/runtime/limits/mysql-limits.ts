import { codeOf } from '../../dialects/driver-errors.ts'
import { readFlavour } from '../../dialects/mysql/flavour.ts'
import {
  endsTransaction,
  isLockFailure,
  otherTransactions,
  resetStatementTime,
  setLockWait,
  setStatementTime,
} from '../../dialects/mysql/limits.ts'
import { messageOf } from '../../support/errors.ts'
import { grace } from '../answered.ts'
import type { Session } from '../session.ts'
import { BlockerWatch } from './blocker-watch.ts'
import { isOneStatement } from './is-one-statement.ts'
import {
  type Attempts,
  type LimitSurroundings,
  type Limits,
  type StepLimits,
  usualTableLock,
} from './limits.ts'
import { pauseBeforeNext, untilDone } from './retry.ts'
import { readBlocker, spellBlocker, TableLockedError } from './table-locked.ts'

/** What can't be tried again waits for longer, and so do others behind it. */
const codePatience = 30_000

/** On MySQL and MariaDB a statement that found a table locked has done nothing, and is tried again by itself. */
export function mysqlLimits(session: Session, { settings, onRetry, watcher }: LimitSurroundings): Limits {
  const watch = new BlockerWatch(watcher, async (other) =>
    (await other.query(otherTransactions.sql)).map((row) => readBlocker(row, 'connection')),
  )
  let current: StepLimits = settings
  let lockWait: number | undefined
  let timed = false
  let told = false
  const before = session.answerWithin
  let isWhole = false
  const waitFor = async (milliseconds: number): Promise<void> => {
    if (milliseconds === lockWait) return
    await session.run({ sql: setLockWait(milliseconds) })
    lockWait = milliseconds
  }
  const wanted = (): number => current.tableLock ?? usualTableLock
  const explain: Limits['explain'] = (thrown, lock) =>
    isLockFailure(codeOf(lock))
      ? new TableLockedError(lockWait ?? wanted(), watch.seen.map(spellBlocker), thrown)
      : thrown
  const next = async (thrown: unknown, attempts: Attempts): Promise<boolean> => {
    if (!(await pauseBeforeNext(attempts, settings.retry))) return false
    if (!told) onRetry(messageOf(explain(thrown, thrown)))
    told = true
    return true
  }
  return {
    async enter(own) {
      current = { ...settings, ...own }
      const { statement } = current
      session.answerWithin = statement ? statement + grace : undefined
      if (statement === undefined && !timed) return
      const flavour = await readFlavour(session.query)
      await session.run({
        sql: statement === undefined ? resetStatementTime(flavour) : setStatementTime(statement, flavour),
      })
      timed = statement !== undefined
    },
    begin: (begin) => begin,
    async statement({ sql }, body) {
      if (current.tableLock !== 0) await waitFor(wanted())
      const again = async (thrown: unknown, attempts: Attempts) =>
        !isWhole &&
        isLockFailure(codeOf(thrown)) &&
        isOneStatement(sql, 'mysql') &&
        (await next(thrown, attempts))
      return untilDone(() => watch.during(wanted() / 2, body), again)
    },
    async transaction(body) {
      isWhole = true
      try {
        return await untilDone(
          body,
          async (thrown, attempts) => isLocked(thrown) && (await next(thrown, attempts)),
        )
      } finally {
        isWhole = false
      }
    },
    async code(body) {
      if (current.tableLock !== 0) await waitFor(Math.max(wanted(), codePatience))
      return watch.during(wanted() / 2, body)
    },
    explain,
    again: async () => false,
    async leave() {
      session.answerWithin = before
      await watch.close()
      if (timed) {
        await session
          .run({ sql: resetStatementTime(await readFlavour(session.query)) })
          .catch(() => undefined)
      }
    },
  }
}

/** Whether a lock, or a deadlock, is what it failed on, at the bottom of it. */
function isLocked(thrown: unknown): boolean {
  const code = codeOf(thrown)
  if (isLockFailure(code) || endsTransaction(code)) return true
  return thrown instanceof Error && thrown.cause !== undefined && isLocked(thrown.cause)
}
