import type { EventEmitter } from 'node:events'
import type { Client, QueryResult } from 'pg'
import { splitStatements } from '../dialects/split-statements.ts'
import { MessageCounts } from './message-counts.ts'

/** What the typings of pg leave out: whether messages are sent before those in front of them are answered. */
type Pipelined = Client & { pipeline?: boolean }

/** A message that was sent before its turn. */
interface SentAhead {
  readonly text: string
  readonly answer: Promise<readonly QueryResult[]>
  /** Hears of its statements that are done, from the first on. */
  readonly hear: (onDone: () => void) => void
}

/** What goes to a PostgreSQL server, each message one round trip. */
export class PostgresMessages {
  readonly #client: Pipelined
  /** As whoever made the client wants it; `undefined` where this pg can't do it. */
  readonly #pipeline: boolean | undefined
  readonly #counts: MessageCounts
  /** What begins a transaction, and waits for a statement to go with. */
  #opening: string | undefined
  /** What began the last one, and of how many statements it is: it is nearly always the same. */
  #counted: { readonly sql: string; readonly count: number } | undefined
  #ahead: SentAhead[] = []

  constructor(client: Client, connection: EventEmitter | undefined) {
    this.#client = client
    this.#pipeline = this.#client.pipeline
    this.#counts = new MessageCounts(connection)
  }

  /** Goes with what is sent next. */
  begin(sql: string): void {
    this.#opening = sql
  }

  /** Sends what waits, for whoever is to use the connection without these messages. */
  async ready(): Promise<void> {
    if (this.#opening !== undefined) await this.together([])
  }

  /** One statement, or several where there are no bindings: the result of the last. */
  async send(sql: string, bindings: readonly unknown[] = []): Promise<QueryResult | undefined> {
    if (bindings.length === 0) return (await this.together([sql])).at(-1)
    await this.ready()
    return this.#client.query(sql, [...bindings])
  }

  /**
   * Statements without bindings in one message, and their results; `onDone` is called for each that is done, also where one
   * behind it fails. What was sent ahead in the same words is waited for; anything else takes the turn of all of that.
   */
  async together(statements: readonly string[], onDone = () => {}): Promise<readonly QueryResult[]> {
    const opening = this.#opening
    this.#opening = undefined
    const begun = opening === undefined ? 0 : this.#countOf(opening)
    const before = opening === undefined ? '' : `${opening};\n`
    const text = before + statements.join(';\n')
    const first = this.#ahead.shift()
    if (first?.text !== text) this.#ahead = []
    const message = first?.text === text ? first : this.#send(text, begun)
    message.hear(onDone)
    try {
      return (await message.answer).slice(begun)
    } catch (error) {
      throw placedBehind(before, error)
    } finally {
      // What knex and COPY do waits for each answer.
      if (this.#ahead.length === 0 && this.#pipeline !== undefined) this.#client.pipeline = this.#pipeline
    }
  }

  /** Whether a message may be sent before those in front of it are answered. */
  get canSendAhead(): boolean {
    return this.#pipeline !== undefined && this.#counts.areKnown
  }

  /** Sends a message whose turn will come: it begins a transaction, and ends it. */
  sendAhead(opening: string, statements: readonly string[]): void {
    this.#client.pipeline = true
    const message = this.#send(`${opening};\n${statements.join(';\n')}`, this.#countOf(opening))
    // Who waits for it is told of its failure.
    message.answer.catch(() => {})
    this.#ahead.push(message)
  }

  #send(text: string, begun: number): SentAhead {
    const hear = this.#counts.next(begun)
    // Several statements in one text give one result each.
    const results: Promise<QueryResult | QueryResult[]> = this.#client.query(text)
    const answer = results.then((found) => [found].flat())
    return { text, answer, hear }
  }

  #countOf(opening: string): number {
    if (this.#counted?.sql !== opening)
      this.#counted = { sql: opening, count: splitStatements(opening, 'postgres').length }
    return this.#counted.count
  }
}

/** The server counts from the beginning of the message: what is told is the place in the statement. */
function placedBehind(before: string, error: unknown): unknown {
  const { position } = error as { position?: unknown }
  if (before === '' || typeof position !== 'string') return error
  return Object.assign(error as object, { position: String(Number(position) - before.length) })
}
