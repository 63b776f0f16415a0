import { type Command, Option } from 'commander'
import type { PullReport } from '../commands/pull.ts'
import type { SealedFormat } from '../project/sealed-file.ts'
import { EndedWith } from './ended-with.ts'
import { exitCodes } from './exit-codes.ts'
import { formatDifference } from './format/difference.ts'
import { fromHere } from './from-here.ts'
import type { GlobalOptions } from './options/command-options.ts'
import { append, type ReadingOptions, reading } from './options/reading-options.ts'
import { counted, tellUnread } from './tell-unread.ts'
import type { Terminal } from './terminal.ts'

/** The commands about schemas: pull, dump, diff. */
export function addSchemaCommands(program: Command, terminal: Terminal): void {
  withReadingOptions(program.command('pull'))
    .description('write the schema of the database as TypeScript that declares it')
    .addOption(
      new Option('--format <format>', 'that of the file to write, else ts').choices(['ts', 'json', 'sql']),
    )
    .option('--split', 'write a folder with a file a table')
    .action(
      async (options: ReadingOptions & { format?: SealedFormat; split?: boolean }, command: Command) => {
        const { pull } = await import('../commands/pull.ts')
        const { given, end } = reading(options, command, terminal)
        const { format, split } = options
        const wanted = { ...(format !== undefined && { format }), ...(split && { split }) }
        tellWritten(await pull({ ...given, ...wanted }).finally(end), command, terminal)
      },
    )

  withReadingOptions(program.command('dump'))
    .description('write the schema of the database as SQL')
    .action(async (options: ReadingOptions, command: Command) => {
      const { dump } = await import('../commands/pull.ts')
      const { given, end } = reading(options, command, terminal)
      tellWritten(await dump(given).finally(end), command, terminal)
    })

  program
    .command('diff')
    .description('tell what leads from one schema to another')
    .argument('<from>', 'a database URL, a .ts, .js, .json or .sql file, a revision, "database", "declared"')
    .argument('<to>', 'another of these')
    .option('--schema <name>', 'a database schema to read; may be repeated', append)
    .addOption(new Option('--json', 'print data').conflicts('sql'))
    .option('--sql', 'print the statements')
    .action(async (from: string, to: string, options: DiffArguments, command: Command) => {
      const { diff } = await import('../commands/diff.ts')
      const { given, end } = reading(options, command, terminal)
      const report = await diff({ ...given, from, to }).finally(end)
      const { differences, unread } = report
      if (options.json) {
        terminal.print(`${JSON.stringify({ differences, unread }, null, 2)}\n`)
      } else if (options.sql) {
        terminal.print((await report.script?.()) ?? '')
      } else {
        for (const one of differences) terminal.print(`${formatDifference(one)}\n`)
      }
      tellUnread(unread, terminal)
      if (differences.length > 0) throw new EndedWith(exitCodes.differ)
      if (unread.length > 0) throw new EndedWith(exitCodes.unread)
    })
}

interface DiffArguments extends ReadingOptions {
  readonly json?: boolean
  readonly sql?: boolean
}

function withReadingOptions(command: Command): Command {
  return command
    .option('-o, --out <path>', 'where to write; stdout unless given')
    .option('--schema <name>', 'a database schema to read; may be repeated', append)
    .option('--force', 'replace files that were changed since, or that tsmig did not write')
}

function tellWritten(
  { text, files, unread, snapshot }: PullReport,
  command: Command,
  terminal: Terminal,
): void {
  if (text !== undefined) terminal.print(text)
  for (const { path, state } of files) {
    if (state !== 'unchanged') terminal.print(`${state.padEnd(7)} ${fromHere(path)}\n`)
  }
  const { quiet } = command.optsWithGlobals<GlobalOptions>()
  if (files.length > 0 && !quiet) {
    const same = files.every(({ state }) => state === 'unchanged')
    const counts = `${counted(snapshot.tables.length, 'table')} and ${counted(snapshot.objects.length, 'object')}`
    terminal.log(terminal.paint.faint(same ? `nothing to write: ${counts}, as before` : counts))
  }
  tellUnread(unread, terminal)
  if (unread.length > 0) throw new EndedWith(exitCodes.unread)
}
