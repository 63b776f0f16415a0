import type { Command } from 'commander'
import type { VerifyReport } from '../commands/verify/report.ts'
import { EndedWith } from './ended-with.ts'
import { exitCodes } from './exit-codes.ts'
import { formatVerification, summaryOf } from './format/verification.ts'
import { inFront } from './log-reporter.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import { progressLine } from './progress.ts'
import { tellUnread } from './tell-unread.ts'
import type { Terminal } from './terminal.ts'

interface VerifyArguments {
  readonly from?: string
  readonly strict?: boolean
  readonly scratchUrl?: string
  readonly schema?: readonly string[]
  readonly json?: boolean
}

/** The command that runs a history up and down: verify. */
export function addVerifyCommand(program: Command, terminal: Terminal): void {
  program
    .command('verify')
    .description('run every revision up, down and up again in a scratch database')
    .argument('[range]', '"start:end" to check what builds on start, or a revision to check it alone')
    .option('--from <revision>', 'check what builds on this one; what it needs is only applied')
    .option('--strict', 'fail for revisions that can not be taken down on purpose, too')
    .option('--scratch-url <url>', 'a server for the scratch database, instead of the own')
    .option('--schema <name>', 'a database schema to compare; may be repeated', append)
    .option('--json', 'print data')
    .action(async (range: string | undefined, options: VerifyArguments, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const { verify } = await import('../commands/verify.ts')
      const { from, scratchUrl, schema, strict } = options
      const progress = progressLine(process.stderr, { quiet: globals.quiet === true })
      const report = await verify({
        ...commandOptions(globals, terminal),
        ...(range !== undefined && { range }),
        ...(from !== undefined && { from }),
        ...(strict && { strict }),
        ...(scratchUrl !== undefined && { scratchUrl }),
        ...(schema !== undefined && { schemas: schema }),
        onRevision: (revision, done, of, database) =>
          progress.show(`${inFront(database)}verifying ${revision} (${done} of ${of})`),
      }).finally(progress.end)
      tell(report, options, { quiet: globals.quiet === true }, terminal)
      if (!report.passed) throw new EndedWith(exitCodes.notVerified)
      if (report.databases.some(({ unread }) => unread.length > 0)) throw new EndedWith(exitCodes.unread)
    })
}

function tell(
  report: VerifyReport,
  { json, strict }: VerifyArguments,
  { quiet }: { readonly quiet: boolean },
  terminal: Terminal,
): void {
  if (json) terminal.print(`${JSON.stringify(report, null, 2)}\n`)
  for (const found of report.databases) {
    const lines = json ? [] : formatVerification(found, terminal.paint, { strict: strict === true })
    for (const line of lines) terminal.print(`${line}\n`)
    tellUnread(found.unread, terminal, inFront(found.database))
    if (!quiet) terminal.log(terminal.paint.faint(summaryOf(found)))
  }
}

function append(value: string, all: readonly string[] = []): readonly string[] {
  return [...all, value]
}
