import { dialectOfSource } from '../runtime/connect.ts'
import type { LockHolder } from '../runtime/lock/holder.ts'
import { endHolder, readHolder } from '../runtime/lock/read-holder.ts'
import { spellHolder } from '../runtime/lock/spell-holder.ts'
import { TsmigError } from '../support/errors.ts'
import { inDatabase } from './database/error.ts'
import { type DatabaseSettings, readDatabases, readSettings } from './database/settings.ts'
import { withDatabase } from './database.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'

export interface UnlockOptions extends CommandOptions {
  /** The session to end, by its id; it has to be the one that holds the lock. */
  readonly session?: number
}

/** Who holds a database's lock. */
export interface UnlockReport {
  /** The database's name, where the project has several. */
  readonly database?: string
  readonly holder?: LockHolder & { readonly inWords: string }
  /** Why its holder can't be told, nor its session ended. */
  readonly untold?: string
  /** Whether its session was ended. */
  readonly ended: boolean
}

/**
 * Tells who holds the lock of each database, and ends the session that is named.
 * @throws TsmigError `not-the-holder` for a session that doesn't hold the lock, `no-sessions` on SQLite.
 */
export async function unlock(options: UnlockOptions = {}): Promise<readonly UnlockReport[]> {
  const project = await openProject(options)
  const { session } = options
  if (session !== undefined) return [await endOf(await readSettings(project), session)]
  const databases = await readDatabases(project)
  const reports: UnlockReport[] = []
  for (const settings of databases) {
    const found = isTransaction(settings)
      ? { untold }
      : told(await inDatabase(settings, databases, () => holderOf(settings)))
    reports.push({ ...nameOf(settings), ...found, ended: false })
  }
  return reports
}

/** What there is to say of SQLite's lock. */
const untold =
  "the lock of a SQLite file is its writer's transaction: who holds it can't be told, and it ends with its process"

function isTransaction({ source }: DatabaseSettings): boolean {
  return dialectOfSource(source) === 'sqlite'
}

function holderOf(settings: DatabaseSettings): Promise<LockHolder | undefined> {
  return withDatabase(settings, { create: false }, ({ session, table }) => readHolder(session, table.table))
}

function endOf(settings: DatabaseSettings, id: number): Promise<UnlockReport> {
  if (isTransaction(settings)) {
    throw new TsmigError('no-sessions', untold, 'End the process that has the file open.')
  }
  return withDatabase(settings, { create: false }, async ({ session, table }) => {
    const holder = await readHolder(session, table.table)
    if (holder?.id !== id) {
      throw new TsmigError(
        'not-the-holder',
        holder === undefined
          ? `session ${id} holds no lock of ${table.table.name}: nobody does`
          : `session ${id} doesn't hold the lock of ${table.table.name}: ${spellHolder(holder)} does`,
        'Look at "tsmig unlock" again, and name the session that it tells.',
      )
    }
    await endHolder(session, holder)
    return { ...nameOf(settings), ...told(holder), ended: true }
  })
}

function told(holder: LockHolder | undefined): Pick<UnlockReport, 'holder'> {
  return holder === undefined ? {} : { holder: { ...holder, inWords: spellHolder(holder) } }
}

function nameOf({ name }: DatabaseSettings): { readonly database?: string } {
  return name === undefined ? {} : { database: name }
}
