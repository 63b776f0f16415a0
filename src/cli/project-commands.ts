import { relative, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { RevisionReport } from '../commands/revision.ts'
import { LANGUAGES, type Language } from '../project/write-revision.ts'
import { printable } from '../support/text.ts'
import { commandOptions, type GlobalOptions } from './command-options.ts'
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
  readonly sql?: boolean
  readonly reverseOf?: string
}

/** The commands that make and change files: init, list-templates, revision, merge, edit. */
export function addProjectCommands(program: Command, terminal: Terminal): void {
  addInit(program, terminal)
  addRevisionCommands(program, terminal)
  program
    .command('edit')
    .description('open a revision file in your editor')
    .argument('<revision>', 'an id, the beginning of one, "head", "current"')
    .action(async (revision: string, _options: object, command: Command) => {
      const { edit } = await import('../commands/edit.ts')
      await edit({ ...commandOptions(command.optsWithGlobals<GlobalOptions>(), terminal), revision })
    })
}

function addInit(program: Command, terminal: Terminal): void {
  program
    .command('init')
    .description('start a project here')
    .argument('[directory]', 'the folder for the revisions', 'migrations')
    .option('-t, --template <name>', 'the template to start from', 'generic')
    .action(async (directory: string, { template }: { template: string }, command: Command) => {
      const { config, quiet } = command.optsWithGlobals<GlobalOptions>()
      const { init } = await import('../commands/init.ts')
      const made = await init({ directory, template, ...(config !== undefined && { config }) })
      for (const { path } of made.files) terminal.print(`created ${fromHere(path)}\n`)
      for (const path of made.kept) terminal.print(`kept    ${fromHere(path)}\n`)
      if (quiet) return
      terminal.log(
        made.kept.length > 0
          ? `Next: see that script_location in ${made.kept.map(fromHere).join(', ')} names ${fromHere(resolve(directory))}, there or in a section of its own`
          : `Next: set the url in the ini, then write a revision: tsmig revision -m "create product table"`,
      )
    })

  program
    .command('list-templates')
    .alias('list_templates')
    .description('list the templates that init can start from')
    .action(async () => {
      const { listTemplates } = await import('../project/template.ts')
      for (const { name, description } of listTemplates()) terminal.print(`${name} - ${description}\n`)
    })
}

function addRevisionCommands(program: Command, terminal: Terminal): void {
  const given = (options: NewRevisionOptions, command: Command) => ({
    ...commandOptions(command.optsWithGlobals<GlobalOptions>(), terminal),
    ...(options.message !== undefined && { message: options.message }),
    ...(options.splice && { splice: true }),
    ...(options.branchLabel !== undefined && { branchLabels: options.branchLabel }),
    ...(options.versionPath !== undefined && { versionPath: options.versionPath }),
    ...(options.revId !== undefined && { id: options.revId }),
    ...(options.dependsOn !== undefined && { dependsOn: options.dependsOn }),
    ...(options.language !== undefined && { language: options.language }),
  })
  const tell = ({ file, hooks }: RevisionReport, command: Command): void => {
    terminal.print(`created ${fromHere(file.path)}\n`)
    if (command.optsWithGlobals<GlobalOptions>().quiet) return
    for (const { name, output } of hooks) {
      terminal.log(`hook ${name}: done`)
      if (output.trim() !== '') terminal.log(printable(output.trimEnd()))
    }
  }

  withRevisionOptions(program.command('revision'))
    .description('write a new revision file')
    .option('--head <revision>', 'what it builds on', 'head')
    .option('--depends-on <revision>', 'a revision or branch it needs; may be repeated', append)
    .option('--reverse-of <revision>', 'write the revision that undoes this one')
    .option('--sql', 'with revision_environment: read the env file, connect to nothing')
    .action(async (options: NewRevisionOptions, command: Command) => {
      const { revision } = await import('../commands/revision.ts')
      tell(
        await revision({
          ...given(options, command),
          ...(options.head !== undefined && { head: options.head }),
          ...(options.sql && { sql: true }),
          ...(options.reverseOf !== undefined && { reverseOf: options.reverseOf }),
        }),
        command,
      )
    })

  withRevisionOptions(program.command('merge'))
    .description('write a revision that joins branches')
    .argument('<revisions...>', 'the revisions to join, or "heads"')
    .action(async (revisions: string[], options: NewRevisionOptions, command: Command) => {
      const { merge } = await import('../commands/merge.ts')
      tell(await merge({ ...given(options, command), revisions }), command)
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

function append(value: string, all: readonly string[] = []): readonly string[] {
  return [...all, value]
}

function fromHere(path: string): string {
  const short = relative(process.cwd(), path)
  return printable(short.startsWith('..') ? path : short)
}
