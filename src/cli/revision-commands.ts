import { type Command, Option } from 'commander'
import type { PossibleRename } from '../autogenerate/renames/renames.ts'
import type { RevisionReport } from '../commands/revision.ts'
import { LANGUAGES, type Language } from '../project/write-revision.ts'
import { printable } from '../support/text.ts'
import { renameQuestion } from './ask-renames.ts'
import { fromHere } from './from-here.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import {
  type ComparisonArguments,
  comparisonOptions,
  refuseComparisonOptions,
  withComparisonOptions,
} from './options/comparison-options.ts'
import { append, reading } from './options/reading-options.ts'
import { inDatabase, operationLines, tellFindings } from './print-comparison.ts'
import type { Terminal } from './terminal.ts'

interface NewRevisionOptions {
  readonly message?: string
  readonly head?: string
  readonly splice?: boolean
  readonly branchLabel?: readonly string[]
  readonly versionPath?: string
  readonly revId?: string
  readonly dependsOn?: readonly string[]
  readonly language?: Language
}

interface RevisionArguments extends NewRevisionOptions, ComparisonArguments {
  readonly ci?: boolean
  readonly allowDestructive?: boolean
  readonly autogenerate?: boolean
  readonly sql?: boolean
  readonly reverseOf?: string
}

/** The commands that write revision files: revision, merge. */
export function addRevisionCommands(program: Command, terminal: Terminal): void {
  withComparisonOptions(withRevisionOptions(program.command('revision')))
    .description('write a new revision file')
    .option('--head <revision>', 'what it builds on', 'head')
    .option('--depends-on <revision>', 'a revision or branch it needs; may be repeated', append)
    .addOption(
      new Option('--autogenerate', 'write what leads from the database to the declared schema').conflicts([
        'reverseOf',
        'sql',
      ]),
    )
    .option('--ci', 'with --autogenerate: refuse what loses data')
    .option('--allow-destructive', 'with --ci: write it all the same')
    .option('--reverse-of <revision>', 'write the revision that undoes this one')
    .option('--sql', 'with revision_environment: read the env file, connect to nothing')
    .action(async (options: RevisionArguments, command: Command) => {
      if (options.autogenerate) return autogenerate(options, command, terminal)
      refuseComparisonOptions(options)
      const { revision } = await import('../commands/revision.ts')
      const report = await revision({
        ...given(options, command, terminal),
        ...(options.head !== undefined && { head: options.head }),
        ...(options.sql && { sql: true }),
        ...(options.reverseOf !== undefined && { reverseOf: options.reverseOf }),
      })
      tellCreated(report, command, terminal)
    })

  withRevisionOptions(program.command('merge'))
    .description('write a revision that joins branches')
    .argument('<revisions...>', 'the revisions to join, or "heads"')
    .action(async (revisions: string[], options: NewRevisionOptions, command: Command) => {
      const { merge } = await import('../commands/merge.ts')
      tellCreated(await merge({ ...given(options, command, terminal), revisions }), command, terminal)
    })
}

function withRevisionOptions(command: Command): Command {
  return command
    .option('-m, --message <text>', 'what the revision does')
    .option('--splice', 'allow a parent that other revisions build on')
    .option('--branch-label <label>', 'a name for the branch; may be repeated', append)
    .option('--version-path <folder>', 'the version location to write into')
    .option('--rev-id <id>', 'the id, instead of a random one')
    .addOption(new Option('--language <language>', 'the kind of file: ts unless given').choices(LANGUAGES))
}

function given(options: NewRevisionOptions, command: Command, terminal: Terminal) {
  return {
    ...commandOptions(command.optsWithGlobals<GlobalOptions>(), terminal),
    ...(options.message !== undefined && { message: options.message }),
    ...(options.splice && { splice: true }),
    ...(options.branchLabel !== undefined && { branchLabels: options.branchLabel }),
    ...(options.versionPath !== undefined && { versionPath: options.versionPath }),
    ...(options.revId !== undefined && { id: options.revId }),
    ...(options.dependsOn !== undefined && { dependsOn: options.dependsOn }),
    ...(options.language !== undefined && { language: options.language }),
  }
}

async function autogenerate(options: RevisionArguments, command: Command, terminal: Terminal): Promise<void> {
  const { autogenerate: run } = await import('../commands/autogenerate.ts')
  const { given: reads, end, quiet } = reading(options, command, terminal)
  const ask = renameQuestion({ input: process.stdin, output: process.stderr, env: process.env })
  const report = await run({
    ...given(options, command, terminal),
    ...reads,
    ...comparisonOptions(options),
    ...(ask !== undefined &&
      !options.ci && {
        askRename: (possible: PossibleRename) => {
          end()
          return ask(possible)
        },
      }),
    ...(options.head !== undefined && { head: options.head }),
    ...(options.ci && { ci: true }),
    ...(options.allowDestructive && { allowDestructive: true }),
  }).finally(end)
  for (const revision of report.revisions) {
    tellCreated(revision, command, terminal)
    if (quiet) continue
    for (const { operation, ...place } of revision.upgrades) {
      for (const line of operationLines(operation)) terminal.log(`  ${inDatabase(place)}${line}`)
    }
  }
  for (const found of report.databases) tellFindings(found, terminal, { quiet })
  if (!quiet && report.revisions.length === 0) {
    terminal.log(terminal.paint.faint('nothing to write: the database is as declared'))
  }
}

function tellCreated({ file, hooks }: RevisionReport, command: Command, terminal: Terminal): void {
  terminal.print(`created ${fromHere(file.path)}\n`)
  if (command.optsWithGlobals<GlobalOptions>().quiet) return
  for (const { name, output } of hooks) {
    terminal.log(`hook ${name}: done`)
    if (output.trim() !== '') terminal.log(printable(output.trimEnd()))
  }
}
