import { messageOf, TsmigError } from '../support/errors.ts'
import type { Session } from './session.ts'

/**
 * Keeps foreign keys off during a transaction, where dropping a table would otherwise delete the rows that
 * refer to it, and makes sure that the transaction breaks none. What was broken before is not its doing.
 */
export class ForeignKeyGuard {
  readonly #session: Session
  #enforced = false
  #broken: ReadonlyMap<string, number> | undefined

  constructor(session: Session) {
    this.#session = session
  }

  /** The statements before the one that begins the transaction. */
  async switchOff(): Promise<readonly string[]> {
    this.#broken = undefined
    const { foreignKeys } = this.#session.dialect.bracket
    if (foreignKeys === undefined) return []
    const [row = {}] = await this.#session.query(foreignKeys.read)
    this.#enforced = Object.values(row).some(Boolean)
    return this.#enforced ? [foreignKeys.off] : []
  }

  /** The statements behind the transaction, however it ended. */
  switchBack(): readonly string[] {
    const { foreignKeys } = this.#session.dialect.bracket
    return foreignKeys !== undefined && this.#enforced ? [foreignKeys.on] : []
  }

  /** Before the first entry that may touch rows. */
  async beforeRows(): Promise<void> {
    if (this.#session.inTransaction) this.#broken ??= await this.#violations()
  }

  /** Before the commit. Throws `foreign-keys-broken`. */
  async check(): Promise<void> {
    const before = this.#broken
    if (before === undefined) return
    const found = await this.#violations()
    const added = [...found].flatMap(([row, count]) =>
      Array<string>(Math.max(0, count - (before.get(row) ?? 0))).fill(row),
    )
    if (added.length > 0) throw brokenForeignKeys(added)
  }

  /** What is broken, and how often: rows of a table WITHOUT ROWID are not told apart. */
  async #violations(): Promise<ReadonlyMap<string, number>> {
    const { foreignKeys } = this.#session.dialect.bracket
    if (foreignKeys === undefined) return new Map()
    try {
      const rows = await this.#session.query(foreignKeys.violations)
      // The number of a foreign key changes when its table is rebuilt: it says nothing.
      const counts = new Map<string, number>()
      for (const { fkid: _, ...row } of rows) {
        const key = JSON.stringify(row)
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      return counts
    } catch (error) {
      // A foreign key that refers to columns which are not unique: SQLite then checks nothing at all.
      return new Map([[JSON.stringify({ mismatch: messageOf(error) }), 1]])
    }
  }
}

function brokenForeignKeys(rows: readonly string[]): TsmigError {
  const { table, parent, mismatch } = JSON.parse(rows[0] ?? '{}') as Record<string, string | undefined>
  const count = rows.length === 1 ? 'one row' : `${rows.length} rows`
  return new TsmigError(
    'foreign-keys-broken',
    mismatch ?? `${count} would refer to a row that is not there: "${table}" refers to "${parent}"`,
    'Foreign keys are not enforced, and do not cascade, while a revision runs on SQLite: delete or mend the rows that refer first.',
  )
}
