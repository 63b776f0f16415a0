import type { Session } from '../session.ts'
import type { Blocker } from './table-locked.ts'

/** Looks from a second session who stands in the way of the first, while that waits: afterwards nobody knows. */
export class BlockerWatch {
  readonly #open: (() => Promise<Session>) | undefined
  readonly #read: (session: Session) => Promise<readonly Blocker[]>
  #session: Promise<Session | undefined> | undefined
  #seen: readonly Blocker[] = []

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
    let look: Promise<void> | undefined
    const timer = setTimeout(() => {
      look = this.#look()
    }, after)
    try {
      return await body()
    } catch (error) {
      await look
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  async close(): Promise<void> {
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
