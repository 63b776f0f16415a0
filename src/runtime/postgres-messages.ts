import type { Client, QueryResult } from 'pg'
import { splitStatements } from '../dialects/split-statements.ts'

/** What goes to a PostgreSQL server, each message one round trip. */
export class PostgresMessages {
  readonly #client: Client
  /** What begins a transaction, and waits for a statement to go with. */
  #opening: string | undefined
  /** What began the last one, and of how many statements it is: it is nearly always the same. */
  #counted: { readonly sql: string; readonly count: number } | undefined

  constructor(client: Client) {
    this.#client = client
  }

  /** Goes with what is sent next. */
  begin(sql: string): void {
    this.#opening = sql
  }

  /** How many statements wait. */
  get waiting(): number {
    if (this.#opening === undefined) return 0
    if (this.#counted?.sql !== this.#opening)
      this.#counted = { sql: this.#opening, count: splitStatements(this.#opening, 'postgres').length }
    return this.#counted.count
  }

  /** Sends what waits, for whoever is to use the connection without these messages. */
  async ready(): Promise<void> {
    if (this.#opening !== undefined) await this.together([])
  }

  /** One statement, or several where there are no bindings: the result of the last. */
  async send(sql: string, bindings?: readonly unknown[]): Promise<QueryResult | undefined> {
    if (bindings === undefined) return (await this.together([sql])).at(-1)
    await this.ready()
    return this.#client.query(sql, [...bindings])
  }

  /** Statements without bindings in one message; the results of them all, and of what waited before them. */
  async together(statements: readonly string[]): Promise<readonly QueryResult[]> {
    const before = this.#opening === undefined ? '' : `${this.#opening};\n`
    this.#opening = undefined
    try {
      // Several statements in one text give one result each.
      const results: QueryResult | QueryResult[] = await this.#client.query(before + statements.join(';\n'))
      return [results].flat()
    } catch (error) {
      throw placedBehind(before, error)
    }
  }
}

/** The server counts from the beginning of the message: what is told is the place in the statement. */
function placedBehind(before: string, error: unknown): unknown {
  const { position } = error as { position?: unknown }
  if (before === '' || typeof position !== 'string') return error
  return Object.assign(error as object, { position: String(Number(position) - before.length) })
}
