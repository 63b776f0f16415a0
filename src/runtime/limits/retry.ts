import type { Attempts } from './limits.ts'

const firstPause = 100
const longestPause = 2000

/** Pauses before another attempt, longer each time; `false` at once where the time for attempts is up. */
export async function pauseBeforeNext(attempts: Attempts, patience: number): Promise<boolean> {
  const left = patience - (performance.now() - attempts.since)
  if (left <= 0) return false
  const pause = Math.min(firstPause * 2 ** attempts.count, longestPause)
  attempts.count += 1
  // Jitter, so that those who stand in each other's way don't come back together.
  await new Promise((resolve) => setTimeout(resolve, Math.min(pause * (0.5 + Math.random()), left)))
  return true
}

/** Runs it until it is done. Throws what it threw where that is not to be tried `again`. */
export async function untilDone<T>(
  body: () => Promise<T>,
  again: (thrown: unknown, attempts: Attempts) => Promise<boolean>,
): Promise<T> {
  const attempts = { since: performance.now(), count: 0 }
  for (;;) {
    try {
      return await body()
    } catch (error) {
      if (!(await again(error, attempts))) throw error
    }
  }
}
