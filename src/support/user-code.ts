/** Code of the user's that runs. */
interface Running {
  readonly what: string
  /** Nothing is left that it could wait for. */
  readonly onIdle: () => void
}

/** What began last comes last. */
const running = new Set<Running>()

let listens = false

/**
 * Runs code of the user's: `what` names it, as "the upgrade of revision a1". Rejects with what `waiting` gives
 * where nothing that still runs could ever settle its promise.
 */
export async function runUserCode<T>(
  what: string,
  code: () => T | PromiseLike<T>,
  waiting: () => Error,
): Promise<T> {
  listen()
  let onIdle = (): void => {}
  const idle = new Promise<never>((_resolve, reject) => {
    onIdle = () => reject(waiting())
  })
  const entry = { what, onIdle }
  running.add(entry)
  try {
    return await Promise.race([code(), idle])
  } finally {
    running.delete(entry)
  }
}

/** What of the user's code runs now, or undefined where none does. */
export function runningUserCode(): string | undefined {
  return [...running].at(-1)?.what
}

/** Once: a run has as many pieces of such code as revisions, and more. */
function listen(): void {
  if (listens) return
  listens = true
  process.on('beforeExit', () => {
    for (const { onIdle } of running) onIdle()
  })
}
