import { TsmigError } from '../support/errors.ts'
import type { Config } from './config.ts'
import { ConnectionUrlError, type ParsedUrl } from './connection-settings.ts'
import { parseConnectionUrl } from './connection-url.ts'

/**
 * The connection that the configuration names; relative SQLite files stand beside the ini.
 * @throws TsmigError `no-url` when neither the ini nor `DATABASE_URL` has one; `bad-url` and
 *   `unsupported-database` name where the URL stands and nothing of it.
 */
export function configuredConnection(config: Config): ParsedUrl {
  const configured = config.url()
  if (configured === undefined) {
    throw new TsmigError(
      'no-url',
      `${config.file} names no database`,
      `Put url = sqlite:///app.db into [${config.section}], set DATABASE_URL, or give a connection in env.ts.`,
    )
  }
  try {
    return parseConnectionUrl(configured.url, config.directory)
  } catch (error) {
    if (error instanceof ConnectionUrlError) {
      throw new ConnectionUrlError(`${configured.source}: ${error.message}`, error.hint, error.code)
    }
    throw error
  }
}
