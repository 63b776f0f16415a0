/** Code of the user's that runs now; what began last comes last. */
const running = new Set<{ readonly what: string }>()

/**
 * Runs code of the user's: `what` names it, as "the upgrade of revision a1". Rejects with what `waiting` gives
 * where nothing that still runs could ever settle its promise.
 */
export async function runUserCode<T>(
  what: string,
  code: () => T | PromiseLike<T>,
  waiting: () => Error,
): Promise<T> {
  const entry = { what }
  running.add(entry)
  let onIdle = (): void => {}
  const idle = new Promise<never>((_resolve, reject) => {
    onIdle = () => reject(waiting())
    process.once('beforeExit', onIdle)
  })
  try {
    return await Promise.race([code(), idle])
  } finally {
    process.off('beforeExit', onIdle)
    running.delete(entry)
  }
}

/** What of the user's code runs now, or undefined where none does. */
export function runningUserCode(): string | undefined {
  return [...running].at(-1)?.what
}
