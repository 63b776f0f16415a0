import type { Command } from 'commander'
import { jsonText } from '../autogenerate/snapshot-json.ts'
import { EndedWith } from './ended-with.ts'
import { exitCodes } from './exit-codes.ts'
import { operationLines, tellLosses, tellUnmanaged } from './print-comparison.ts'
import { append, type ReadingOptions, reading, tellUnread } from './reading-options.ts'
import type { Terminal } from './terminal.ts'

interface CheckArguments extends ReadingOptions {
  readonly json?: boolean
  readonly includeUnmanaged?: boolean
}

/** The command `check`: whether the database is as declared. */
export function addCheckCommand(program: Command, terminal: Terminal): void {
  program
    .command('check')
    .description('tell whether "revision --autogenerate" would write anything')
    .option('--schema <name>', 'a database schema to read; may be repeated', append)
    .option('--include-unmanaged', 'count what no revision made and nothing declares, too')
    .option('--json', 'print data')
    .action(async (options: CheckArguments, command: Command) => {
      const { check } = await import('../commands/check.ts')
      const { given, end, quiet } = reading(options, command, terminal)
      const { includeUnmanaged } = options
      const report = await check({ ...given, ...(includeUnmanaged && { includeUnmanaged }) }).finally(end)
      const { operations, losses, unmanaged, unread } = report
      if (options.json) terminal.print(jsonText(report))
      else for (const line of operations.flatMap(operationLines)) terminal.print(`${line}\n`)
      tellLosses(losses, terminal)
      if (!quiet) tellUnmanaged(unmanaged, terminal)
      tellUnread(unread, terminal)
      if (operations.length > 0) throw new EndedWith(exitCodes.differ)
      if (unread.length > 0) throw new EndedWith(exitCodes.unread)
      if (!quiet) terminal.log(terminal.paint.faint('the database is as declared'))
    })
}
