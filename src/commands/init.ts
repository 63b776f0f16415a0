import { type InitFiles, planInit, writeInitFiles } from '../project/init-files.ts'
import type { CommandOptions } from './options.ts'
import { requireObject } from './require-options.ts'

export interface InitOptions extends Pick<CommandOptions, 'config' | 'cwd'> {
  /** `migrations` unless given. */
  readonly directory?: string
  /** `generic` unless given. */
  readonly template?: string
}

/** Starts a project: the ini, the env file, the template of revisions, the versions folder. Overwrites nothing. */
export async function init(options: InitOptions = {}): Promise<InitFiles> {
  requireObject(options)
  const files = await planInit({
    cwd: options.cwd ?? process.cwd(),
    ...(options.directory !== undefined && { directory: options.directory }),
    ...(options.template !== undefined && { template: options.template }),
    ...(options.config !== undefined && { config: options.config }),
  })
  writeInitFiles(files)
  return files
}
