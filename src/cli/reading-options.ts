import type { Command } from 'commander'
import type { UnreadPart } from '../schema/snapshot.ts'
import { printable } from '../support/text.ts'
import { commandOptions, type GlobalOptions } from './command-options.ts'
import { readingProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

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

/** Tells on stderr what could not be read. */
export function tellUnread(unread: readonly UnreadPart[], terminal: Terminal): void {
  for (const { what, reason } of unread) {
    terminal.log(`${terminal.paint.warning('not read:')} ${printable(`${what}: ${reason}`)}`)
  }
  if (unread.length > 0) terminal.log(`${counted(unread.length, 'part')} not read`)
}

/** `1 table`, `2 tables`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** An option that may be repeated. */
export function append(value: string, all: readonly string[] = []): readonly string[] {
  return [...all, value]
}
