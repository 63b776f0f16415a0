import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { TsmigError } from '../../support/errors.ts'

/** The name of the configuration file that is looked for. */
export const CONFIG_FILE = 'migrations.ini'

export interface ConfigSearch {
  /** The path given with `--config`. */
  readonly config?: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The absolute path of the configuration: the one named, else `TSMIG_CONFIG`, else the nearest
 * migrations.ini here or in a parent folder.
 * @throws TsmigError `no-config` when there is none.
 */
export function findConfigFile({ config, cwd, env }: ConfigSearch): string {
  if (config !== undefined) {
    return existing(resolve(cwd, config), '--config names it')
  }
  const fromEnv = env.TSMIG_CONFIG
  if (fromEnv !== undefined && fromEnv !== '') {
    return existing(resolve(cwd, fromEnv), 'TSMIG_CONFIG names it')
  }
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    const candidate = join(directory, CONFIG_FILE)
    if (statSync(candidate, { throwIfNoEntry: false })?.isFile() === true) {
      return candidate
    }
    if (directory === dirname(directory)) {
      break
    }
  }
  throw new TsmigError(
    'no-config',
    `no ${CONFIG_FILE} in ${cwd} or a folder above it`,
    'Run "tsmig init" to start a project here, or name the file with --config.',
  )
}

function existing(path: string, who: string): string {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    throw new TsmigError('no-config', `no configuration file ${path} (${who})`, 'Check the path.')
  }
  return path
}
