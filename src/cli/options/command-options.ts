import type { CommandOptions } from '../../commands/options.ts'
import { TsmigError } from '../../support/errors.ts'
import { logReporter } from '../log-reporter.ts'
import type { Terminal } from '../terminal.ts'
import { readDuration } from './read-duration.ts'

/** The options that stand with every command, as the command line gives them. */
export interface GlobalOptions {
  readonly config?: string
  readonly name?: string
  readonly x?: readonly string[]
  readonly database?: readonly string[]
  readonly connectTimeout?: string
  readonly connectRetry?: string
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly raiseerr?: boolean
  readonly color: boolean
}

/** The same, as commands take them. Throws `usage` for an `-x` without a name, or for what is no time. */
export function commandOptions(globals: GlobalOptions, terminal: Terminal): CommandOptions {
  return {
    ...(globals.config !== undefined && { config: globals.config }),
    ...(globals.name !== undefined && { name: globals.name }),
    ...(globals.database !== undefined && { databases: globals.database }),
    ...(globals.connectTimeout !== undefined && {
      connectTimeout: readDuration('--connect-timeout', globals.connectTimeout),
    }),
    ...(globals.connectRetry !== undefined && {
      connectRetry: readDuration('--connect-retry', globals.connectRetry),
    }),
    x: Object.fromEntries((globals.x ?? []).map(keyAndValue)),
    ...(!globals.quiet && { reporter: logReporter(terminal, { verbose: globals.verbose === true }) }),
  }
}

function keyAndValue(argument: string): [string, string] {
  const at = argument.indexOf('=')
  // A key alone is a flag, as in Alembic.
  const [key, value] = at === -1 ? [argument, ''] : [argument.slice(0, at), argument.slice(at + 1)]
  if (key === '') throw new TsmigError('usage', `-x ${argument} has no name`, 'Write -x name=value.')
  return [key, value]
}
