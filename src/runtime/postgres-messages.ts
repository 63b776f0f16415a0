import type { Client, QueryResult } from 'pg'
import { splitStatements } from '../dialects/split-statements.ts'
import { queryClassOf, type SentQuery, sendQuery } from './postgres-query.ts'

/** What the typings of pg leave out. */
type PipelinedClient = Client & {
  /** Whether queries are sent before those in front of them are answered; absent in a pg that can't do it. */
  pipeline?: boolean
  /** Its own limit on a query's time begins when that is sent, and not when its turn comes. */
  readonly connectionParameters?: { readonly query_timeout?: unknown }
}

/** How statements are sent. */
interface Way {
  /** Called for each that is done, also where one behind it fails. */
  readonly onDone?: (() => void) | undefined
  /** Whether the values in their rows are asked for. */
  readonly isRead?: boolean
}

/** What goes to a PostgreSQL server, each message one round trip. */
export class PostgresMessages {
  readonly #client: PipelinedClient
  /** As whoever made the client wants it. */
  readonly #pipeline: boolean | undefined
  /** What begins a transaction, and waits for a statement to go with. */
  #opening: string | undefined
  /** What began the last one, and of how many statements it is: it is nearly always the same. */
  #counted: { readonly sql: string; readonly count: number } | undefined
  /** Messages that were sent before their turn. */
  #ahead: (SentQuery & { readonly text: string })[] = []

  constructor(client: Client) {
    this.#client = client
    this.#pipeline = this.#client.pipeline
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
   * Statements without bindings in one message, and their results. What was sent ahead in the same words is waited for;
   * anything else takes the turn of all of that.
   */
  async together(
    statements: readonly string[],
    { onDone = () => {}, isRead = true }: Way = {},
  ): Promise<readonly QueryResult[]> {
    const opening = this.#opening
    this.#opening = undefined
    const before = opening === undefined ? '' : `${opening};\n`
    const text = before + statements.join(';\n')
    const first = this.#ahead.shift()
    if (first?.text !== text) this.#ahead = []
    const message = first?.text === text ? first : sendQuery(this.#client, text, { isRead })
    const begun = opening === undefined ? 0 : this.#countOf(opening)
    let done = 0
    message.hear(() => {
      done += 1
      if (done > begun) onDone()
    })
    try {
      return (await message.answer).slice(begun)
    } catch (error) {
      throw placedBehind(before, error)
    } finally {
      // What knex and COPY do waits for each answer.
      if (this.#ahead.length === 0 && this.#pipeline !== undefined) this.#client.pipeline = this.#pipeline
    }
  }

  /** Whether it can be told which statement of a message failed. */
  get areCounted(): boolean {
    return queryClassOf(this.#client) !== undefined
  }

  /** Whether a message may be sent before those in front of it are answered. */
  get canSendAhead(): boolean {
    const { connectionParameters } = this.#client
    return this.#pipeline !== undefined && this.areCounted && !connectionParameters?.query_timeout
  }

  /** Sends a message whose turn will come: it begins a transaction, and ends it. */
  sendAhead(opening: string, statements: readonly string[]): void {
    this.#client.pipeline = true
    const text = `${opening};\n${statements.join(';\n')}`
    const message = sendQuery(this.#client, text, { isRead: false })
    // Who waits for it is told of its failure.
    message.answer.catch(() => {})
    this.#ahead.push({ text, ...message })
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
