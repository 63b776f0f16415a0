import type { Session } from '../session.ts'

/** So many transactions are over before a run counts as one of many. */
const fewTransactions = 4
/** What one large transaction has needed is given back behind it. */
const mostKept = 1_048_576

/**
 * The file that takes back what was not committed: SQLite makes and deletes one for each transaction, which is a fifth of
 * the time of a short one. A run of many keeps it from one to the next, and deletes it behind the last; a killed run
 * leaves it, and the next who writes deletes it. A journal that the user has chosen stays what it is.
 */
export class SqliteJournal {
  readonly #session: Session
  #begun = 0
  #limitBefore: number | undefined

  constructor(session: Session) {
    this.#session = session
  }

  /** Before each transaction. Whether there have been so many that it is to be kept from now on. */
  nextBegins(): boolean {
    this.#begun += 1
    return this.#begun === fewTransactions
  }

  async keep(): Promise<void> {
    if ((await this.#mode()) !== 'delete') return
    const [row] = await this.#session.query('PRAGMA main.journal_size_limit')
    this.#limitBefore = Number(row?.journal_size_limit ?? -1)
    await this.#session.run({
      sql: `PRAGMA main.journal_size_limit = ${mostKept};\nPRAGMA main.journal_mode = PERSIST`,
    })
  }

  /** Behind the last one. Whoever has the file just then deletes the journal himself. */
  async giveBack(): Promise<void> {
    if (this.#limitBefore === undefined) return
    const isKept = (await this.#mode()) === 'persist'
    const sql = `PRAGMA main.journal_size_limit = ${this.#limitBefore}`
    await this.#session.run({ sql: isKept ? `${sql};\nPRAGMA main.journal_mode = DELETE` : sql })
  }

  async #mode(): Promise<unknown> {
    const [row] = await this.#session.query('PRAGMA main.journal_mode')
    return row?.journal_mode
  }
}
