/** The connection that an env file declares: knex, its settings, or a function that gives either. */
import type { Knex } from 'knex'
import { messageOf } from '../../support/errors.ts'
import { declareIt, failed, mendIt } from '../environment-error.ts'

/** A knex instance, or the settings to make one from. */
export type Connection = Knex | Knex.Config

export type DeclaredConnection = Connection | (() => Connection | Promise<Connection>)

/** Makes or gives the connection. Throws TsmigError `bad-environment`. */
export async function openConnection(declared: DeclaredConnection, file: string): Promise<Connection> {
  if (!isConnectionFunction(declared)) {
    return declared
  }
  let connection: Connection
  try {
    connection = await declared()
  } catch (error) {
    throw failed(file, `"connection" threw: ${messageOf(error)}`, mendIt, error)
  }
  if (!isKnex(connection) && !isKnexConfig(connection)) {
    throw failed(file, '"connection" gave neither a knex configuration nor a knex instance', declareIt)
  }
  return connection
}

function isConnectionFunction(value: unknown): value is () => Connection | Promise<Connection> {
  return typeof value === 'function' && !isKnex(value)
}

/** Whether it may be declared as a connection. */
export function isConnectionOrFunction(value: unknown): boolean {
  return typeof value === 'function' || isKnexConfig(value)
}

/** A knex instance is a function, too. */
function isKnex(value: unknown): value is Knex {
  return typeof value === 'function' && 'client' in value && 'raw' in value
}

function isKnexConfig(value: unknown): value is Knex.Config {
  return typeof value === 'object' && value !== null && 'client' in value && Boolean(value.client)
}
