import type { Command } from 'commander'
import { jsonText } from '../autogenerate/snapshot-json.ts'
import { EndedWith } from './ended-with.ts'
import { exitCodes } from './exit-codes.ts'
import {
  type ComparisonArguments,
  comparisonOptions,
  withComparisonOptions,
} from './options/comparison-options.ts'
import { type ReadingOptions, reading } from './options/reading-options.ts'
import { inDatabase, operationLines, tellFindings, tellPossibleRenames } from './print-comparison.ts'
import type { Terminal } from './terminal.ts'

interface CheckArguments extends ReadingOptions, ComparisonArguments {
  readonly json?: boolean
}

/** The command `check`: whether the database is as declared. */
export function addCheckCommand(program: Command, terminal: Terminal): void {
  withComparisonOptions(program.command('check'))
    .description('tell whether "revision --autogenerate" would write anything')
    .option('--json', 'print data')
    .action(async (options: CheckArguments, command: Command) => {
      const { check } = await import('../commands/check.ts')
      const { given, end, quiet } = reading(options, command, terminal)
      const report = await check({ ...given, ...comparisonOptions(options) }).finally(end)
      if (options.json) terminal.print(jsonText(report))
      for (const found of report.databases) {
        if (!options.json) {
          for (const line of found.operations.flatMap(operationLines)) {
            terminal.print(`${inDatabase(found)}${line}\n`)
          }
        }
        tellFindings(found, terminal, { quiet })
        tellPossibleRenames(found, terminal)
      }
      if (report.differs) throw new EndedWith(exitCodes.differ)
      if (report.databases.some(({ unread }) => unread.length > 0)) throw new EndedWith(exitCodes.unread)
      if (!quiet) terminal.log(terminal.paint.faint('the database is as declared'))
    })
}
