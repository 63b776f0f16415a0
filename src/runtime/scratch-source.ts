import type { Knex } from 'knex'
import { messageOf, TsmigError } from '../support/errors.ts'
import { type ConnectionSource, dialectOfSource } from './connect.ts'

/** An empty SQLite database that is nobody's. */
export const emptySqlite: ConnectionSource = {
  kind: 'url',
  settings: { dialect: 'sqlite', filename: ':memory:' },
  masked: 'sqlite://',
}

/** A SQLite database in memory, opened as `source` is. It goes with its session. */
export function inMemory(source: ConnectionSource): ConnectionSource {
  return withDatabaseName(source, ':memory:')
}

/**
 * The same connection with its settings at hand: where the env file tells them by a function, it is asked.
 * Throws TsmigError `no-scratch-database` where that fails.
 */
export async function withSettingsAtHand(source: ConnectionSource): Promise<ConnectionSource> {
  if (source.kind === 'url') return source
  const config: Knex.Config = source.kind === 'knex' ? source.knex.client.config : source.config
  const { connection } = config
  if (typeof connection !== 'function') return source
  try {
    return { kind: 'knexConfig', config: { ...config, connection: await connection() } }
  } catch (cause) {
    throw new TsmigError(
      'no-scratch-database',
      `the function that makes the connections of the env file fails: ${messageOf(cause)}`,
      'Mend it, or give the connection as a URL or an object.',
      { cause },
    )
  }
}

/**
 * The same connection, to another database of the server; on SQLite, to another file. What the env file says of
 * connections beside (a pool's `afterCreate`) stays. Throws TsmigError `no-scratch-database`.
 */
export function withDatabaseName(source: ConnectionSource, database: string): ConnectionSource {
  switch (source.kind) {
    case 'url': {
      const { settings } = source
      const masked = 'a scratch database'
      if (settings.dialect === 'postgres')
        return { kind: 'url', settings: { ...settings, config: { ...settings.config, database } }, masked }
      if (settings.dialect === 'mysql')
        return { kind: 'url', settings: { ...settings, config: { ...settings.config, database } }, masked }
      return { kind: 'url', settings: { ...settings, filename: database }, masked }
    }
    case 'knexConfig':
      return renamed(source.config, source, database)
    case 'knex':
      return renamed(source.knex.client.config, source, database)
    default:
      return source satisfies never
  }
}

function renamed(config: Knex.Config, source: ConnectionSource, database: string): ConnectionSource {
  return { kind: 'knexConfig', config: { ...config, connection: connectionTo(config, source, database) } }
}

function connectionTo(
  { connection }: Knex.Config,
  source: ConnectionSource,
  database: string,
): NonNullable<Knex.Config['connection']> {
  if (dialectOfSource(source) === 'sqlite') {
    return { ...(typeof connection === 'object' && connection), filename: database }
  }
  if (typeof connection === 'string') return inUrl(connection, database)
  if (typeof connection === 'object' && connection !== null) {
    const given: Knex.StaticConnectionConfig = connection
    const text = 'connectionString' in given ? given.connectionString : undefined
    const moved = typeof text === 'string' ? { connectionString: inUrl(text, database) } : {}
    // knex hides the password of an instance from those who list what there is.
    const password = 'password' in given ? { password: given.password } : {}
    return Object.assign({ ...given, database, ...moved }, password)
  }
  throw new TsmigError(
    'no-scratch-database',
    'the env file tells no settings of its connection: no other database of the server can be reached',
    'Give the connection as a URL or an object, or name a server for scratch databases where there is an option for it.',
  )
}

function inUrl(url: string, database: string): string {
  const parsed = new URL(url)
  parsed.pathname = `/${database}`
  return parsed.href
}
