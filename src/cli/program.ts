import { Command, CommanderError } from 'commander'
import { packageVersion } from '../support/package-version.ts'
import { groupsFor } from './command-groups.ts'
import { EndedWith } from './ended-with.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { formatError } from './report-error.ts'
import { type Outputs, openTerminal } from './terminal.ts'
import { watchForEnd } from './unfinished.ts'

/** Parses a command line, runs its command, prints what it gives. Resolves to the exit code. */
export async function runProgram(args: readonly string[], outputs: Outputs): Promise<number> {
  const terminal = await openTerminal(outputs, !args.includes('--no-color'))
  const program = makeProgram()
  for (const group of groupsFor(program, args)) (await group.load())(program, terminal)
  const tell = (thrown: unknown): number => {
    if (thrown instanceof EndedWith) return thrown.exitCode
    terminal.log(formatError(thrown, terminal.paint, { stack: args.includes('--raiseerr') }))
    return exitCodeOf(thrown)
  }
  const done = watchForEnd(tell)
  try {
    await program.parseAsync(withRangeOfSteps(withCheckHeads(args)), { from: 'user' })
    return exitCodes.ok
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    return tell(thrown)
  } finally {
    done()
  }
}

/** `current -c` is `current --check-heads`, as in Alembic, where no file comes behind it. */
function withCheckHeads(args: readonly string[]): readonly string[] {
  const command = args.indexOf('current')
  if (command === -1) return args
  return args.map((arg, at) => {
    const alone = at > command && (args[at + 1] ?? '-').startsWith('-')
    return arg === '-c' && alone ? '--check-heads' : arg
  })
}

/** `verify -1:` counts steps, and is no option, as `-1` alone is none. */
function withRangeOfSteps(args: readonly string[]): readonly string[] {
  const at = args.findIndex(
    (arg, place) => /^-\d+:/.test(arg) && !/^(?:-r|--rev-range|--)$/.test(args[place - 1] ?? ''),
  )
  return at === -1 || args.includes('--') ? args : [...args.toSpliced(at, 1), '--', ...args.slice(at, at + 1)]
}

function makeProgram(): Command {
  return new Command('tsmig')
    .description('Database migrations as a graph of revisions.')
    .version(`tsmig ${packageVersion()}`, '-V, --version', 'print the version')
    .option('-c, --config <file>', 'the ini file (default: TSMIG_CONFIG, or migrations.ini here or above)')
    .option('-n, --name <section>', 'the section of the ini file (default: tsmig)')
    .option(
      '-x <name=value>',
      'an argument for the env file; may be repeated',
      (value: string, all: readonly string[] = []) => [...all, value],
    )
    .option(
      '--database <name>',
      'of several databases this one; may be repeated (default: all)',
      (value: string, all: readonly string[] = []) => [...all, value],
    )
    .option('--connect-timeout <time>', 'how long a server may take to answer at first: 5s (default: 30s)')
    .option(
      '--connect-retry <time>',
      'for how long one that is not there yet is tried again: 1min (default: 0)',
    )
    .option('-v, --verbose', 'say more')
    .option('-q, --quiet', 'no logs on stderr, only errors')
    .option('--raiseerr', 'show the stack of an error')
    .option('--no-color', 'no colours; the variable NO_COLOR does the same')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for what it takes)')
    .exitOverride()
}
