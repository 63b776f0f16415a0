import type { TableName } from '../../schema/model.ts'
import { TsmigError } from '../../support/errors.ts'

/** How to wait for whoever runs now. */
export interface LockPolicy {
  readonly table: TableName
  /** `false`: no lock is taken; the database's own transactions are all there is. */
  readonly enabled: boolean
  /** Milliseconds until it is given up. */
  readonly timeout: number
  /** Called once, when the wait gets long. */
  readonly onWait: (holder: string) => void
}

const firstPause = 20
const longestPause = 250
const patience = 1000

/** Tries until something is given, and gives that. Throws `locked`, with the words of `holder`, when time is up. */
export async function poll<T>(
  { timeout, onWait }: Pick<LockPolicy, 'timeout' | 'onWait'>,
  attempt: () => Promise<{ readonly result: T } | undefined>,
  holder: () => Promise<string>,
): Promise<T> {
  const start = performance.now()
  let pause = firstPause
  let told = false
  for (;;) {
    const won = await attempt()
    if (won !== undefined) return won.result
    const left = timeout - (performance.now() - start)
    if (left <= 0) throw lockTimeout(timeout, await holder())
    if (timeout - left >= patience && !told) {
      told = true
      onWait(await holder())
    }
    // Jitter, so that those who wait don't come back together.
    const pauseNow = Math.min(pause * (0.5 + Math.random()), left)
    await new Promise((resolve) => setTimeout(resolve, pauseNow))
    pause = Math.min(pause * 1.5, longestPause)
  }
}

function lockTimeout(timeout: number, holder: string): TsmigError {
  return new TsmigError(
    'locked',
    `waited ${timeout / 1000} s for another migration run to end; the lock is held by ${holder}`,
    'Wait for it to end, or end it (tsmig unlock), and run again; --lock-timeout sets how long to wait.',
  )
}
