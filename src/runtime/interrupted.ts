/** What has to be taken down before the process ends, however it ends. */
const open = new Set<() => Promise<void>>()
let ending = false

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
const signals = Object.keys(exitCodes) as readonly (keyof typeof exitCodes)[]

/**
 * Has `drop` called when the process is interrupted. The function that it gives back says that all is over: it calls
 * `drop` itself, once, and never comes back where the process is about to end.
 */
export function dropWhenInterrupted(drop: () => Promise<void>): () => Promise<void> {
  let dropped: Promise<void> | undefined
  const once = (): Promise<void> => {
    dropped ??= drop()
    return dropped
  }
  if (open.size === 0) for (const signal of signals) process.on(signal, onSignal)
  open.add(once)
  return async () => {
    try {
      await once()
    } finally {
      open.delete(once)
      if (open.size === 0 && !ending) for (const signal of signals) process.off(signal, onSignal)
    }
    if (ending) await new Promise<never>(() => {})
  }
}

/** Whether there is something that `endAfterDropping` would have to wait for. */
export function hasToDrop(): boolean {
  return open.size > 0
}

/** Whether the process is about to end because it was told to. */
export function isEnding(): boolean {
  return ending
}

/** Takes everything down that is open, and ends the process. */
export async function endAfterDropping(code: number): Promise<never> {
  ending = true
  await Promise.allSettled([...open].map((drop) => drop()))
  process.exit(code)
}

function onSignal(signal: keyof typeof exitCodes): void {
  // Whoever presses it twice doesn't want to wait.
  if (ending) process.exit(exitCodes[signal])
  void endAfterDropping(exitCodes[signal])
}
