import { type Command, Option } from 'commander'
import type { LintReport } from '../commands/lint/report.ts'
import { EndedWith } from './ended-with.ts'
import { exitCodes } from './exit-codes.ts'
import { fixedLines, formatFindings, lintSummary } from './format/findings.ts'
import { findingsAsSarif } from './format/findings-as-sarif.ts'
import { findingsForGithub } from './format/findings-for-github.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import type { Terminal } from './terminal.ts'

interface LintArguments {
  readonly failLevel?: (typeof failLevels)[number]
  readonly serverVersion?: string
  readonly format: Format
  readonly fix?: boolean
}

/** The command that looks for what is dangerous on a live database: lint. */
export function addLintCommand(program: Command, terminal: Terminal): void {
  program
    .command('lint')
    .description('tell what revisions do that is dangerous on a live database')
    .argument('[range]', '"start:end", or a revision alone (default: current:heads, which asks the database)')
    .addOption(
      new Option('--format <format>', 'that of the findings; github: annotations')
        .choices(formats)
        .default('text'),
    )
    .addOption(new Option('--fail-level <level>', 'end with code 10 from this level on').choices(failLevels))
    .option('--fix', 'write the safe spelling into the files of revisions that no database has')
    .option('--server-version <version>', 'the version of the server that the revisions are for')
    .action(async (range: string | undefined, options: LintArguments, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const { format, failLevel } = options
      const { lint } = await import('../commands/lint.ts')
      const report = await lint({
        ...commandOptions(globals, terminal),
        ...(range !== undefined && { range }),
        ...(failLevel !== undefined && { failLevel }),
        ...(options.fix && { fix: true }),
        ...(options.serverVersion !== undefined && { serverVersion: options.serverVersion }),
      })
      for (const line of fixedLines(report)) terminal.log(line)
      if (options.fix && report.fixed?.length === 0) terminal.log(terminal.paint.faint('nothing to fix'))
      terminal.print(inFormat(report, format, terminal))
      if (!globals.quiet) terminal.log(terminal.paint.faint(lintSummary(report)))
      if (!report.passed) throw new EndedWith(exitCodes.findings)
    })
}

const formats = ['text', 'json', 'sarif', 'github'] as const
const failLevels = ['note', 'warning', 'error'] as const
type Format = (typeof formats)[number]

function inFormat(report: LintReport, format: Format, terminal: Terminal): string {
  switch (format) {
    case 'text':
      return formatFindings(report.findings, terminal.paint)
    case 'json':
      return `${JSON.stringify(withoutTexts(report), null, 2)}\n`
    case 'sarif':
      return findingsAsSarif(report)
    case 'github':
      return findingsForGithub(report.findings)
    default:
      return format satisfies never
  }
}

/** The texts of the files stand in the files. */
function withoutTexts({ fixed, ...report }: LintReport): unknown {
  if (fixed === undefined) return report
  return { ...report, fixed: fixed.map(({ revision, path, fixes }) => ({ revision, path, fixes })) }
}
