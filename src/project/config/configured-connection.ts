import { TsmigError } from '../../support/errors.ts'
import type { Config } from '../config.ts'
import { ConnectionUrlError, type ParsedUrl } from './connection-settings.ts'
import { parseConnectionUrl } from './connection-url.ts'
import type { NamedDatabaseConfig } from './database-sections.ts'

/**
 * The connection that the configuration names, for one of several databases in its section; relative SQLite files stand beside the ini.
 * @throws TsmigError `no-url` when neither the ini nor `DATABASE_URL` has one; `bad-url` and
 *   `unsupported-database` name where the URL stands and nothing of it.
 */
export function configuredConnection(config: Config, database?: NamedDatabaseConfig): ParsedUrl {
  const configured = database?.url() ?? config.url()
  if (configured === undefined) throw database === undefined ? noUrl(config) : noUrlOf(database, config)
  try {
    return parseConnectionUrl(configured.url, config.directory)
  } catch (error) {
    if (error instanceof ConnectionUrlError) {
      throw new ConnectionUrlError(`${configured.source}: ${error.message}`, error.hint, error.code)
    }
    throw error
  }
}

function noUrl({ file, section }: Config): TsmigError {
  return new TsmigError(
    'no-url',
    `${file} names no database`,
    `Put url = sqlite:///app.db into [${section}], set DATABASE_URL, or give a connection in env.ts.`,
  )
}

function noUrlOf({ name, section }: NamedDatabaseConfig, { file }: Config): TsmigError {
  return new TsmigError(
    'no-url',
    `${file} has no url for the database ${name}`,
    `Put url = sqlite:///${name}.db into [${section}], or give databases.${name}.connection in env.ts.`,
  )
}
