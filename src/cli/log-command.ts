import { type Command, InvalidArgumentError } from 'commander'
import { jsonText } from '../autogenerate/snapshot-json.ts'
import type { LogEntry } from '../commands/log.ts'
import { duration, printable } from '../support/text.ts'
import { inFront } from './log-reporter.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import type { Terminal } from './terminal.ts'

interface LogArguments {
  readonly json?: boolean
  readonly limit?: number
}

/** `tsmig log`: what was done on the database, when, and by whom. */
export function addLogCommand(program: Command, terminal: Terminal): void {
  program
    .command('log')
    .description('list what was done on the database, newest first')
    .argument('[revision]', 'an id or the beginning of one: the steps of that revision alone')
    .option('--limit <count>', 'at most so many', count)
    .option('--json', 'print data')
    .action(async (revision: string | undefined, { json, limit }: LogArguments, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const { log } = await import('../commands/log.ts')
      const entries = await log({
        ...commandOptions(globals, terminal),
        ...(revision !== undefined && { revision }),
        ...(limit !== undefined && { limit }),
      })
      if (json) return terminal.print(jsonText(entries))
      for (const entry of entries)
        terminal.print(`${formatEntry(entry, terminal, globals.verbose === true)}\n`)
      if (entries.length === 0 && !globals.quiet)
        terminal.log(
          terminal.paint.faint(
            revision === undefined ? 'nothing is logged' : `nothing is logged of ${printable(revision)}`,
          ),
        )
    })
}

/** One line; verbose, with the statements that lead back below it. */
function formatEntry(entry: LogEntry, { paint }: Terminal, verbose: boolean): string {
  const message = entry.message === '' ? '' : `, ${printable(entry.message)}`
  const by = [entry.osUser, entry.host].filter((part) => part !== null).join('@')
  const user = entry.dbUser === null ? '' : ` as ${entry.dbUser}`
  const about = `(${duration(entry.milliseconds)}, ${by}${user}, tsmig ${entry.tsmigVersion ?? 'unknown'})`
  const line = `${inFront(entry.database)}${entry.appliedAt} ${entry.direction} ${paint.id(printable(entry.revision || '<base>'))}${message} ${paint.faint(printable(about))}`
  if (!verbose) return line
  const sums = entry.checksum === null ? [] : [`    checksum ${printable(entry.checksum)}`]
  const down =
    entry.downSql === null
      ? []
      : ['    the way down:', ...entry.downSql.split('\n').map((text) => `      ${printable(text)}`)]
  return [line, ...sums, ...down].join('\n')
}

function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('it is a whole number from 1 on.')
  return Number(text)
}
