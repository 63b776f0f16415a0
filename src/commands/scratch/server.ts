import type { ConnectionSource } from '../../runtime/connect.ts'
import { TsmigError } from '../../support/errors.ts'
import type { DatabaseSettings } from '../database/settings.ts'
import type { CommandOptions } from '../options.ts'
import { sourceOfUrl } from '../schema-source.ts'

/** Where scratch databases are made. */
export interface ScratchOptions {
  /** A server for the scratch database, as a URL; the project's own unless given. The database it names stays as it is. */
  readonly scratchUrl?: string
}

/** The server for scratch databases. Throws TsmigError `bad-url`. */
export function scratchServer(
  options: CommandOptions & ScratchOptions,
  settings: DatabaseSettings,
): ConnectionSource {
  const { scratchUrl } = options
  if (scratchUrl === undefined) return settings.source
  const source = sourceOfUrl(scratchUrl, options)
  if (source !== undefined) return source
  throw new TsmigError(
    'bad-url',
    'the url for scratch databases is not a URL',
    'Write it like postgresql://user:password@host/postgres, or sqlite:// for one in memory.',
  )
}
