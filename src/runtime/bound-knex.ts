import type { Knex } from 'knex'
import type { DialectName } from '../schema/dialect-name.ts'
import { keepFailedStatements } from './knex-failure.ts'
import { requirePackage } from './require-package.ts'
import type { Driver } from './session.ts'

const clients: Record<DialectName, string> = { postgres: 'pg', sqlite: 'better-sqlite3', mysql: 'mysql2' }

/**
 * A knex that has no pool: every query goes over the driver's connection, which belongs to somebody else.
 * While `inTransaction` says so, `knex.transaction()` makes a savepoint and not a transaction of its own.
 * `settings` are the user's, for naming and post-processing.
 */
export function bindKnex(
  dialect: DialectName,
  driver: Pick<Driver, 'connection' | 'ready'>,
  inTransaction: () => boolean,
  settings: Knex.Config = {},
): Knex {
  const { connection: _connection, pool: _pool, ...kept } = settings
  const instance = loadKnex()({ ...ownSettings(dialect), ...kept })
  keepFailedStatements(instance)
  Object.defineProperties(instance.client, {
    acquireConnection: {
      value: async () => {
        await driver.ready?.()
        return driver.connection
      },
    },
    releaseConnection: { value: () => Promise.resolve() },
    transacting: { get: inTransaction },
  })
  return instance
}

/** The same knex, whose queries wait for `ready` before they take the connection. */
export function waitingKnex(knex: Knex, ready: Promise<unknown>): Knex {
  const { client } = knex
  const waiting = knex.withUserParams({})
  Object.defineProperties(waiting.client, {
    acquireConnection: { value: () => ready.then(() => client.acquireConnection()) },
    releaseConnection: { value: () => Promise.resolve() },
    transacting: { get: () => client.transacting },
  })
  return waiting
}

/** knex, loaded when it is first needed: a run that has nothing to do needs none. */
export function loadKnex(): typeof import('knex').knex {
  return (requirePackage('knex') as typeof import('knex')).knex
}

/** A knex for building queries where no database is: whatever is sent with it fails with `refusal`. */
export function unconnectedKnex(dialect: DialectName, refusal: () => Error): Knex {
  const instance = loadKnex()(ownSettings(dialect))
  Object.defineProperty(instance.client, 'acquireConnection', { value: () => Promise.reject(refusal()) })
  return instance
}

/** What every knex of ours is set to. knex would warn on stdout, where only what was asked for belongs. */
export function ownSettings(dialect: DialectName): Knex.Config {
  const mute = (): void => {}
  return {
    client: clients[dialect],
    useNullAsDefault: true,
    // So that a query that fails can be found in the revision's file.
    asyncStackTraces: true,
    // An error tells the statement, and not what the rows hold.
    compileSqlOnError: false,
    log: { warn: mute, error: mute, deprecate: mute, debug: mute },
  }
}
