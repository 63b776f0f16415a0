import { type Command, Option } from 'commander'
import type { MigrationReport } from '../commands/migrate.ts'
import type { Phase } from '../graph/revision.ts'
import { TsmigError } from '../support/errors.ts'
import { inFront } from './log-reporter.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import { type LockOptions, lockOptions, withLockOptions } from './options/lock-options.ts'
import type { Terminal } from './terminal.ts'

interface ScriptOptions extends LockOptions {
  readonly sql?: boolean
  readonly tag?: string
}

interface UpgradeArguments extends ScriptOptions {
  readonly phase?: Phase
}

interface DowngradeArguments extends ScriptOptions {
  readonly orphans?: boolean
}

/** The commands that change a database, or write the script that would: upgrade, downgrade, stamp, ensure-version. */
export function addDatabaseCommands(program: Command, terminal: Terminal): void {
  const given = (command: Command, options: ScriptOptions) => ({
    ...commandOptions(command.optsWithGlobals<GlobalOptions>(), terminal),
    ...(options.tag !== undefined && { tag: options.tag }),
    ...lockOptions(options),
    ...(options.sql && { sql: terminal.print }),
  })
  const tellNothingDone = (report: MigrationReport, command: Command): void => {
    if (command.optsWithGlobals<GlobalOptions>().quiet) return
    const { sql, phase } = command.opts<UpgradeArguments>()
    const todo = phase === undefined ? 'nothing to do' : `nothing to do in the ${phase} phase`
    for (const { steps, to, database } of report.databases ?? [{ ...report, database: undefined }]) {
      if (steps.length > 0) continue
      const where = to.length === 0 ? 'base' : to.join(', ')
      const text = sql
        ? `nothing to write: the script starts at ${where}, and would end there`
        : `${todo}: the database is at ${where}`
      terminal.log(terminal.paint.faint(`${inFront(database)}${text}`))
    }
  }

  withLockOptions(program.command('upgrade'))
    .description('bring the database up to a revision')
    .argument('<revision>', '"head", "heads", an id or the beginning of one, "+2", "label@head"')
    .addOption(
      new Option('--phase <phase>', 'only what goes before the new code is rolled out, or after it').choices([
        'expand',
        'contract',
      ] satisfies readonly Phase[]),
    )
    .option('--sql', 'write SQL to stdout and touch no database; the revision may be "start:end"')
    .option('--tag <text>', 'a text for the env file')
    .action(async (target: string, options: UpgradeArguments, command: Command) => {
      const { upgrade } = await import('../commands/upgrade.ts')
      tellNothingDone(
        await upgrade({ ...given(command, options), target, ...(options.phase && { phase: options.phase }) }),
        command,
      )
    })

  withLockOptions(program.command('downgrade'))
    .description('take the database down to a revision')
    .argument('[revision]', '"-1", "base", an id or the beginning of one, "label@base"')
    .option('--orphans', 'take back what no revision file has, by the SQL in the log')
    .option('--sql', 'write SQL to stdout and touch no database; the revision is "start:end"')
    .option('--tag <text>', 'a text for the env file')
    .action(async (target: string | undefined, options: DowngradeArguments, command: Command) => {
      if (options.orphans) {
        if (target !== undefined || options.sql) throw orphansAlone()
        const { downgradeOrphans } = await import('../commands/downgrade-orphans.ts')
        return tellNothingDone(await downgradeOrphans(given(command, options)), command)
      }
      if (target === undefined) return command.error("error: missing required argument 'revision'")
      const { downgrade } = await import('../commands/downgrade.ts')
      tellNothingDone(await downgrade({ ...given(command, options), target }), command)
    })

  withLockOptions(program.command('stamp'))
    .description('write where the database stands, and run nothing')
    .argument('<revisions...>', 'ids, "head", "heads", "base"')
    .option('--sql', 'write SQL to stdout and touch no database; a revision may be "start:end"')
    .option('--tag <text>', 'a text for the env file')
    .option('--purge', 'empty the version table first')
    .action(async (targets: string[], options: ScriptOptions & { purge?: boolean }, command: Command) => {
      const { stamp } = await import('../commands/stamp.ts')
      const report = await stamp({
        ...given(command, options),
        targets,
        ...(options.purge && { purge: true }),
      })
      tellNothingDone(report, command)
    })

  withLockOptions(program.command('ensure-version'))
    .alias('ensure_version')
    .description('make the version table where there is none')
    .option('--sql', 'write SQL to stdout and touch no database')
    .action(async (options: ScriptOptions, command: Command) => {
      const { ensureVersion } = await import('../commands/ensure-version.ts')
      await ensureVersion(given(command, options))
    })
}

function orphansAlone(): TsmigError {
  return new TsmigError(
    'usage',
    '--orphans takes no revision and writes no script: it ends where the files begin',
    'Run "tsmig downgrade --orphans" alone.',
  )
}
