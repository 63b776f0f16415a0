import { setTimeout } from 'node:timers/promises'
import { isNotThereYet } from '../dialects/driver-errors.ts'
import { TsmigError } from '../support/errors.ts'

/** Milliseconds between two tries, at first and at most: those who start at once must not come back at once. */
const shortestPause = 100
const longestPause = 2_000

export interface Retries {
  /** Milliseconds, 0 for none. */
  readonly for: number
  /** Told once why it is tried again. */
  readonly onRetry: (reason: string) => void
}

/** Connects, again and again while the server is not there yet. Throws what `connect` throws, the last time. */
export async function connectAgain<T>(connect: () => Promise<T>, retries: Retries): Promise<T> {
  const end = performance.now() + retries.for
  for (let pause = shortestPause, told = false; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await connect()
    } catch (error) {
      const left = end - performance.now()
      if (left <= 0 || !(error instanceof TsmigError) || !isNotThereYet(error.cause)) throw error
      if (!told) retries.onRetry(error.message)
      told = true
      await setTimeout(Math.min(pause * (0.5 + Math.random()), left))
    }
  }
}
