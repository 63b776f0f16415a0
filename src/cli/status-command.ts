import type { Command } from 'commander'
import { jsonText } from '../autogenerate/snapshot-json.ts'
import type { StatusReport } from '../commands/status.ts'
import { printable } from '../support/text.ts'
import { formatLine } from './format/revision.ts'
import { inFront } from './log-reporter.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import { formatCutOff } from './repair-command.ts'
import type { Terminal } from './terminal.ts'

/** `tsmig status`: where the database stands, what is to be applied, and what is not as it was. */
export function addStatusCommand(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description('tell where the database stands, what is pending, and what was edited since')
    .option('--json', 'print data')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const { status } = await import('../commands/status.ts')
      const reports = await status(commandOptions(command.optsWithGlobals<GlobalOptions>(), terminal))
      if (json) terminal.print(jsonText(reports.map(({ problem: _, ...report }) => report)))
      else for (const report of reports) terminal.print(formatStatus(report, terminal))
      const problem = reports.find((report) => report.problem !== undefined)?.problem
      if (problem !== undefined) throw problem
    })
}

function formatStatus(report: StatusReport, { paint }: Terminal): string {
  const lines: string[] = []
  const say = (text: string) => lines.push(`${inFront(report.database)}${text}\n`)
  for (const view of report.current) say(`at ${formatLine(view, { labels: true, message: true }, paint)}`)
  for (const id of report.unknown) say(`at ${printable(id)} (unknown)`)
  if (report.current.length + report.unknown.length === 0) say('at <base>')
  for (const view of report.pending)
    say(`pending ${formatLine(view, { labels: true, message: true }, paint)}`)
  for (const { id, appliedAt } of report.edited) {
    say(`${paint.warning('edited')} ${printable(id)}, applied ${printable(appliedAt)}`)
  }
  const unfinished = report.unfinished.map((step) =>
    formatCutOff({ ...step, ...(report.database !== undefined && { database: report.database }) }),
  )
  return [...lines, ...unfinished].join('')
}
