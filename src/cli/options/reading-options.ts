import type { Command } from 'commander'
import { readingProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { commandOptions, type GlobalOptions } from './command-options.ts'

/** What commands that read a schema take. */
export interface ReadingOptions {
  readonly out?: string
  readonly schema?: readonly string[]
  readonly force?: boolean
}

/** The same as commands take it; `end` takes the progress off the terminal. */
export function reading({ out, schema, force }: ReadingOptions, command: Command, terminal: Terminal) {
  const globals = command.optsWithGlobals<GlobalOptions>()
  const quiet = globals.quiet === true
  const { onProgress, end } = readingProgress(process.stderr, { quiet })
  const given = {
    ...commandOptions(globals, terminal),
    ...(out !== undefined && { out }),
    ...(schema !== undefined && { schemas: schema }),
    ...(force && { force }),
    ...(onProgress !== undefined && { onProgress }),
  }
  return { given, end, quiet }
}

/** An option that may be repeated. */
export function append(value: string, all: readonly string[] = []): readonly string[] {
  return [...all, value]
}
