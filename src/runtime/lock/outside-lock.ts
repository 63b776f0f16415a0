import { existsSync, rmSync } from 'node:fs'
import { codeOf } from '../../dialects/driver-errors.ts'
import type { Driver, Session } from '../session.ts'
import { openSqlite } from '../sqlite-driver.ts'

/**
 * The lock of who works on a SQLite file outside a transaction: a file beside it, that SQLite itself locks, so that it is
 * free as soon as its holder has ended. It is only made, looked at and removed under the database's own write lock.
 */
export class OutsideLock {
  readonly #file: string
  #held: Driver | undefined

  constructor(file: string) {
    this.#file = file
  }

  get isHeld(): boolean {
    return this.#held !== undefined
  }

  /** Whether it is held now. */
  async take(): Promise<boolean> {
    if (this.#held !== undefined) return true
    const driver = openSqlite(this.#file, { create: true })
    try {
      await driver.query('PRAGMA busy_timeout = 0')
      await driver.run({ sql: 'BEGIN EXCLUSIVE' })
      this.#held = driver
      return true
    } catch (error) {
      await driver.close()
      if (codeOf(error)?.startsWith('SQLITE_BUSY')) return false
      throw error
    }
  }

  /** Whether nobody else holds it. What somebody has left who was killed is removed. */
  async isFree(): Promise<boolean> {
    if (this.isHeld || !existsSync(this.#file)) return true
    if (!(await this.take())) return false
    await this.release({ remove: true })
    return true
  }

  async release({ remove }: { readonly remove: boolean }): Promise<void> {
    await this.#held?.close()
    this.#held = undefined
    if (remove) rmSync(this.#file, { force: true })
  }
}

/** That of a session's database; a database in memory is nobody else's. */
export async function outsideLockOf(session: Session): Promise<OutsideLock | undefined> {
  const rows = await session.query('PRAGMA database_list')
  const file = rows.find(({ name }) => name === 'main')?.file
  return typeof file === 'string' && file !== '' ? new OutsideLock(`${file}-tsmig-lock`) : undefined
}
