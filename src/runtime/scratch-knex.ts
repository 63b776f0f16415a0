import type { Knex } from 'knex'
import { loadKnex, ownSettings } from './bound-knex.ts'
import { type ConnectionSource, dialectOfSource } from './connect.ts'

/** A knex with a pool of its own, for whoever uses a database beside tsmig. The env file's settings hold for it, too. */
export function openKnex(source: ConnectionSource): Knex {
  switch (source.kind) {
    case 'knex':
      return source.knex
    case 'knexConfig':
      return loadKnex()({ ...ownSettings(dialectOfSource(source)), ...source.config })
    case 'url':
      return loadKnex()({ ...ownSettings(source.settings.dialect), connection: connectionOf(source) })
    default:
      return source satisfies never
  }
}

/** A copy: knex changes what it is given. */
function connectionOf({ settings }: Extract<ConnectionSource, { kind: 'url' }>): Knex.StaticConnectionConfig {
  switch (settings.dialect) {
    case 'sqlite':
      return { filename: settings.filename }
    case 'postgres':
      return { ...settings.config }
    case 'mysql':
      return { timezone: 'Z', supportBigNumbers: true, ...settings.config }
    default:
      return settings satisfies never
  }
}
