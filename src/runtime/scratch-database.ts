import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf, TsmigError } from '../support/errors.ts'
import { type ConnectionSource, connect, dialectOfSource } from './connect.ts'
import { dropWhenInterrupted } from './interrupted.ts'
import { withDatabaseName, withSettingsAtHand } from './scratch-source.ts'
import type { Session } from './session.ts'

/** A database that was empty when it was made, and that somebody has to drop. */
export interface ScratchDatabase {
  readonly source: ConnectionSource
  /** Drops it, whoever is still connected. A second time does nothing. */
  drop(): Promise<void>
}

/**
 * Makes an empty database on the server of `given`; on SQLite, a file in a temporary folder. It is dropped where the
 * process is interrupted, too.
 * @throws TsmigError `no-scratch-database`; what `connect` throws.
 */
export async function createScratchDatabase(given: ConnectionSource): Promise<ScratchDatabase> {
  const source = await withSettingsAtHand(given)
  const scratch =
    dialectOfSource(source) === 'sqlite' ? temporaryFile(source) : await createOnServer(source, newName())
  return { source: scratch.source, drop: dropWhenInterrupted(scratch.drop) }
}

/** Makes such a database for as long as `use` needs it: it is dropped whatever happens. Throws as that does. */
export async function withScratchDatabase<T>(
  source: ConnectionSource,
  use: (scratch: ConnectionSource) => Promise<T>,
): Promise<T> {
  const scratch = await createScratchDatabase(source)
  try {
    return await use(scratch.source)
  } finally {
    await scratch.drop()
  }
}

function temporaryFile(source: ConnectionSource): ScratchDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-'))
  return {
    source: withDatabaseName(source, join(folder, 'scratch.db')),
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function createOnServer(source: ConnectionSource, name: string): Promise<ScratchDatabase> {
  const scratch = withDatabaseName(source, name)
  try {
    await onServer(source, async (session) => session.run({ sql: await creation(session, name) }))
  } catch (cause) {
    if (cause instanceof TsmigError) throw cause
    throw new TsmigError(
      'no-scratch-database',
      `no scratch database can be made on the server: ${messageOf(cause)}`,
      'Connect as somebody who may create databases, or compare with a database that is there.',
      { cause },
    )
  }
  return { source: scratch, drop: () => onServer(source, (session) => remove(session, name)) }
}

async function onServer(
  source: ConnectionSource,
  body: (session: Session) => Promise<unknown>,
): Promise<void> {
  const session = await connect(source, { create: false })
  try {
    await body(session)
  } finally {
    await session.close().catch(() => undefined)
  }
}

function newName(): string {
  return `tsmig_scratch_${randomBytes(6).toString('hex')}`
}

/** A new database of MySQL has the character set of the one it stands beside. */
async function creation({ dialect, query }: Session, name: string): Promise<string> {
  if (dialect.name !== 'mysql') return `CREATE DATABASE ${name}`
  const [row] = await query(
    'SELECT @@character_set_database AS characters, @@collation_database AS collation',
  )
  const { characters, collation } = row ?? {}
  return `CREATE DATABASE ${name} CHARACTER SET ${String(characters)} COLLATE ${String(collation)}`
}

async function remove(session: Session, name: string): Promise<void> {
  const isMysql = session.dialect.name === 'mysql'
  if (isMysql) await disconnect(session, name)
  await session.run({ sql: `DROP DATABASE IF EXISTS ${name}${isMysql ? '' : ' WITH (FORCE)'}` })
}

/** MySQL would wait for the end of every transaction in it. Who may see a connection may end it. */
async function disconnect({ query, run }: Session, name: string): Promise<void> {
  for (const { Id, db } of await query('SHOW PROCESSLIST')) {
    // One that has just gone needs no ending.
    if (db === name) await run({ sql: `KILL ${Number(Id)}` }).catch(() => undefined)
  }
}
