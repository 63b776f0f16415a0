import type { EventEmitter } from 'node:events'

/** What of a message is done. */
interface MessageCount {
  /** Statements at its beginning that nobody asks for. */
  skipped: number
  done: number
  onDone: () => void
}

/** Counts what is done of the messages that are on their way: the server answers them in the order in which they were sent. */
export class MessageCounts {
  readonly #connection: EventEmitter | undefined
  #onWay: MessageCount[] = []

  constructor(connection: EventEmitter | undefined) {
    this.#connection = connection
  }

  /** Whether the connection tells. */
  get areKnown(): boolean {
    return this.#connection !== undefined
  }

  /** A message is sent: what is given back has a function called for each of its statements, but the first `skipped`. */
  next(skipped: number): (onDone: () => void) => void {
    const count: MessageCount = { skipped, done: 0, onDone: () => {} }
    if (this.#onWay.length === 0)
      this.#connection?.on('commandComplete', this.#statementDone).on('readyForQuery', this.#messageDone)
    this.#onWay.push(count)
    return (onDone) => {
      for (let told = 0; told < count.done; told++) onDone()
      count.onDone = onDone
    }
  }

  readonly #statementDone = (): void => {
    const [count] = this.#onWay
    if (count === undefined) return
    if (count.skipped > 0) {
      count.skipped -= 1
      return
    }
    count.done += 1
    count.onDone()
  }

  /** The connection may be somebody else's: nothing stays at it when all is done. */
  readonly #messageDone = (): void => {
    this.#onWay.shift()
    if (this.#onWay.length > 0) return
    this.#connection?.off('commandComplete', this.#statementDone).off('readyForQuery', this.#messageDone)
  }
}
