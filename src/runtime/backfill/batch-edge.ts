import { dropWhenInterrupted } from '../interrupted.ts'

/** Where a run that is interrupted ends: between two batches, when the one that goes on is committed. */
export interface BatchEdge {
  /** Whether the process was told to end. */
  readonly isAsked: boolean
  /** Waits, no longer than until the process is told to end. */
  pause(milliseconds: number): Promise<void>
  /** Says that the edge is reached: never comes back where the process is about to end. */
  reached(): Promise<void>
}

/** From here on, whoever interrupts the process waits for the edge. */
export function watchForEdge(): BatchEdge {
  let isAsked = false
  let wake = (): void => {}
  let atEdge = (): void => {}
  const edge = new Promise<void>((resolve) => {
    atEdge = resolve
  })
  const over = dropWhenInterrupted(() => {
    isAsked = true
    wake()
    return edge
  })
  return {
    get isAsked() {
      return isAsked
    },
    async pause(milliseconds) {
      if (isAsked) return
      // A driver that never waits would let no signal in.
      if (milliseconds === 0) return new Promise((resolve) => setImmediate(resolve))
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
    reached() {
      atEdge()
      return over()
    },
  }
}
