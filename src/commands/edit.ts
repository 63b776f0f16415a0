import { spawn } from 'node:child_process'
import { splitArguments } from '../project/split-arguments.ts'
import { TsmigError } from '../support/errors.ts'
import type { CommandOptions } from './options.ts'
import { show } from './show.ts'

export interface EditOptions extends CommandOptions {
  /** As for `show`. */
  readonly revision: string
}

/** Tried in turn where neither EDITOR nor VISUAL names one. */
const editors = ['sensible-editor', 'nano', 'vim', 'code']

/**
 * Opens the files of a revision in the user's editor; resolves to their paths when it has been closed.
 * Throws `nothing-to-edit`, `no-editor`, `editor-failed`.
 */
export async function edit(options: EditOptions): Promise<readonly string[]> {
  const paths = (await show(options)).flatMap(({ path }) => path ?? [])
  if (paths.length === 0) {
    throw new TsmigError(
      'nothing-to-edit',
      `"${options.revision}" stands for no revision here`,
      'Name a revision: an id, the beginning of one, or a head.',
    )
  }
  const chosen = process.env.EDITOR?.trim() || process.env.VISUAL?.trim()
  for (const command of chosen ? [chosen] : editors) {
    if (await openWith(splitArguments(command) ?? [command], paths)) return paths
  }
  throw new TsmigError(
    'no-editor',
    chosen ? `the editor "${chosen}" could not be started` : 'no editor was found',
    'Set the variable EDITOR to the command that starts yours.',
  )
}

/** Whether the editor could be started. Throws where it ended badly. */
function openWith([program = '', ...args]: readonly string[], paths: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, ...paths], { stdio: 'inherit' })
    child.on('error', () => resolve(false))
    child.on('close', (code) => {
      if (code === 0) resolve(true)
      else
        reject(
          new TsmigError(
            'editor-failed',
            `${program} ended with ${code}`,
            'The file is as the editor left it.',
          ),
        )
    })
  })
}
