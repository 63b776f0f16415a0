import type { Session } from '../session.ts'
import type { Blocker } from './table-locked.ts'

/** What goes on, when it is time to look, by `performance.now()`, and the look. */
interface Watched {
  readonly due: number
  look?: Promise<void>
}

/** Looks from a second session who stands in the way of the first, while that waits: afterwards nobody knows. */
export class BlockerWatch {
  readonly #open: (() => Promise<Session>) | undefined
  readonly #read: (session: Session) => Promise<readonly Blocker[]>
  #session: Promise<Session | undefined> | undefined
  #seen: readonly Blocker[] = []
  #watched: Watched | undefined
  #timer: { readonly due: number; readonly timeout: NodeJS.Timeout } | undefined

  constructor(
    open: (() => Promise<Session>) | undefined,
    read: (session: Session) => Promise<readonly Blocker[]>,
  ) {
    this.#open = open
    this.#read = read
  }

  /** Those who were seen last. */
  get seen(): readonly Blocker[] {
    return this.#seen
  }

  /** Looks once while `body` goes on, after so many milliseconds. */
  async during<T>(after: number, body: () => Promise<T>): Promise<T> {
    if (this.#open === undefined) return body()
    const watched: Watched = { due: performance.now() + after }
    const outer = this.#watched
    this.#watched = watched
    this.#wake(watched.due)
    try {
      return await body()
    } catch (error) {
      await watched.look
      throw error
    } finally {
      this.#watched = outer
    }
  }

  /** A run has thousands of statements that are done long before: one timer stands for them all. */
  #wake(due: number): void {
    if (this.#timer !== undefined && this.#timer.due <= due) return
    clearTimeout(this.#timer?.timeout)
    const timeout = setTimeout(() => {
      this.#timer = undefined
      if (this.#watched === undefined) return
      if (performance.now() < this.#watched.due) this.#wake(this.#watched.due)
      else this.#watched.look = this.#look()
    }, due - performance.now())
    this.#timer = { due, timeout }
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer?.timeout)
    const session = await this.#session
    await session?.close().catch(() => undefined)
  }

  /** Nobody is told of it where it can't look: there is a failure to tell already. */
  async #look(): Promise<void> {
    this.#session ??= this.#open?.().catch(() => undefined)
    const session = await this.#session
    if (session === undefined) return
    const found = await this.#read(session).catch(() => [])
    if (found.length > 0) this.#seen = found
  }
}
