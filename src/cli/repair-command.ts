import { type Command, Option } from 'commander'
import { jsonText } from '../autogenerate/snapshot-json.ts'
import type { CutOffStep, RepairOptions } from '../commands/repair.ts'
import { TsmigError } from '../support/errors.ts'
import { printable } from '../support/text.ts'
import { inFront } from './log-reporter.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import { type LockOptions, lockOptions, withLockOptions } from './options/lock-options.ts'
import type { Terminal } from './terminal.ts'

interface RepairArguments extends LockOptions {
  readonly applied?: boolean
  readonly reverted?: boolean
  readonly continue?: 'done' | 'again'
  readonly checksums?: boolean
  readonly json?: boolean
}

/** `tsmig repair`: what was cut off half-way, and what a person says became of it. */
export function addRepairCommand(program: Command, terminal: Terminal): void {
  withLockOptions(program.command('repair'))
    .description('tell which revision was cut off half-way, or settle what became of it')
    .option('--applied', 'all of it is done: the version table says so, too')
    .option('--reverted', 'none of it is there any more')
    .addOption(
      new Option('--continue [how]', 'the next run goes on: what was in flight is done, or runs again')
        .choices(['done', 'again'])
        .preset('again'),
    )
    .option('--checksums', 'revisions that were edited after they were applied count as they are now')
    .option('--json', 'print data')
    .action(async (options: RepairArguments, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const as = chosen(options)
      const { repair } = await import('../commands/repair.ts')
      const report = await repair({
        ...commandOptions(globals, terminal),
        ...lockOptions(options),
        ...(as !== undefined && { as }),
        ...(options.checksums && { checksums: true }),
      })
      if (options.json) return terminal.print(jsonText(report))
      for (const step of report.steps) terminal.print(formatCutOff(step))
      for (const id of report.checksums) terminal.print(`${printable(id)} counts as it is now\n`)
      if (globals.quiet) return
      if (report.steps.length > 0 && !report.settled) terminal.log(terminal.paint.faint(howToGoOn))
      if (report.settled) terminal.log(terminal.paint.faint(told[as ?? 'again']))
      else if (report.steps.length + report.checksums.length === 0) {
        terminal.log(terminal.paint.faint('nothing to repair'))
      }
    })
}

const howToGoOn =
  'Run the same command again to go on from there. Where it asks for you: tsmig repair --continue done, --continue again, --applied or --reverted.'

const told = {
  applied: 'settled: it counts as done',
  reverted: 'settled: it counts as not done',
  done: 'settled: the next run goes on behind what was in flight',
  again: 'settled: the next run begins with what was in flight',
} as const

/** A step that was cut off, over several lines. */
export function formatCutOff(step: CutOffStep): string {
  const front = inFront(step.database)
  const lines = [`${front}${step.direction} of ${step.revision} was cut off at ${step.at}`]
  for (const [index, label] of step.done.entries()) lines.push(`${front}  done: ${index + 1}. ${label}`)
  if (step.inFlight !== undefined) {
    lines.push(`${front}  ${step.inFlight.failed ? 'to be run again' : 'in flight'}: ${step.inFlight.label}`)
  }
  return lines.map((line) => `${printable(line)}\n`).join('')
}

function chosen(options: RepairArguments): RepairOptions['as'] {
  const all = [options.applied && 'applied', options.reverted && 'reverted', options.continue] as const
  const given = all.flatMap((one) => one || [])
  if (given.length > 1) {
    throw new TsmigError(
      'usage',
      'only one of --applied, --reverted and --continue can be so',
      'Choose the one that is.',
    )
  }
  return given[0]
}
