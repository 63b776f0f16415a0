import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { messageOf, TsmigError } from '../support/errors.ts'
import { type ConnectionSource, connect, dialectOfSource } from './connect.ts'
import type { Session } from './session.ts'

/**
 * An empty database of the same server as `source`, for as long as `use` needs it: it is dropped whatever happens,
 * also when the process is interrupted. On SQLite, a file in a temporary folder.
 * @throws TsmigError `no-scratch-database`; what `connect` throws.
 */
export async function withScratchDatabase<T>(
  source: ConnectionSource,
  use: (scratch: ConnectionSource) => Promise<T>,
): Promise<T> {
  const scratch =
    dialectOfSource(source) === 'sqlite' ? temporaryFile() : await createOnServer(source, newName())
  const stop = dropOnSignal(scratch.drop)
  try {
    return await use(scratch.source)
  } finally {
    stop()
    await scratch.drop()
  }
}

interface Scratch {
  readonly source: ConnectionSource
  drop(): Promise<void>
}

/** An empty SQLite database that is nobody's. */
export const emptySqlite: ConnectionSource = {
  kind: 'url',
  settings: { dialect: 'sqlite', filename: ':memory:' },
  masked: 'sqlite://',
}

function temporaryFile(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'tsmig-'))
  const settings = { dialect: 'sqlite', filename: join(folder, 'scratch.db') } as const
  return {
    source: { kind: 'url', settings, masked: 'a scratch database' },
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function createOnServer(source: ConnectionSource, name: string): Promise<Scratch> {
  const scratch = withDatabaseName(source, name)
  const onServer = async (sqlOf: (session: Session) => string | Promise<string>): Promise<void> => {
    const session = await connect(source, { create: false })
    try {
      await session.run({ sql: await sqlOf(session) })
    } finally {
      await session.close().catch(() => undefined)
    }
  }
  try {
    await onServer((session) => creation(session, name))
  } catch (cause) {
    if (cause instanceof TsmigError) throw cause
    throw new TsmigError(
      'no-scratch-database',
      `no scratch database can be made on the server: ${messageOf(cause)}`,
      'Connect as somebody who may create databases, or compare with a database that is there.',
      { cause },
    )
  }
  return { source: scratch, drop: () => onServer(({ dialect }) => removal(dialect.name, name)) }
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

function removal(dialect: string, name: string): string {
  return `DROP DATABASE IF EXISTS ${name}${dialect === 'postgres' ? ' WITH (FORCE)' : ''}`
}

/** The same connection, to another database of the server. */
function withDatabaseName(source: ConnectionSource, database: string): ConnectionSource {
  switch (source.kind) {
    case 'url': {
      const { settings } = source
      const masked = 'a scratch database'
      if (settings.dialect === 'postgres')
        return { kind: 'url', settings: { ...settings, config: { ...settings.config, database } }, masked }
      if (settings.dialect === 'mysql')
        return { kind: 'url', settings: { ...settings, config: { ...settings.config, database } }, masked }
      return source
    }
    case 'knexConfig':
      return { kind: 'knexConfig', config: renamed(source.config, database) }
    case 'knex':
      return { kind: 'knexConfig', config: renamed(source.knex.client.config, database) }
    default:
      return source satisfies never
  }
}

function renamed(config: Knex.Config, database: string): Knex.Config {
  const { connection } = config
  if (typeof connection === 'string') return { ...config, connection: inUrl(connection, database) }
  if (typeof connection === 'object' && connection !== null) {
    const given: Knex.StaticConnectionConfig = connection
    const text = 'connectionString' in given ? given.connectionString : undefined
    const moved = typeof text === 'string' ? { connectionString: inUrl(text, database) } : {}
    return { ...config, connection: { ...given, database, ...moved } }
  }
  throw new TsmigError(
    'no-scratch-database',
    'the env file makes its connections by a function: no other database of the server can be reached',
    'Give the connection as a URL or an object, or compare with a database that is there.',
  )
}

function inUrl(url: string, database: string): string {
  const parsed = new URL(url)
  parsed.pathname = `/${database}`
  return parsed.href
}

/** Interrupted, a process would leave the database behind. */
function dropOnSignal(drop: () => Promise<void>): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    void drop()
      .catch(() => undefined)
      .then(() => process.exit(signal === 'SIGINT' ? 130 : 143))
  }
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  return () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
}
