import { resolve } from 'node:path'
import type { Command } from 'commander'
import { fromHere } from './from-here.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import { addRevisionCommands } from './revision-commands.ts'
import type { Terminal } from './terminal.ts'

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
          : `Next: set the url in the ini, then write a revision: tsmig revision -m "create product table"\n` +
              `      With a declared schema, tsmig writes it: name targetMetadata in ${fromHere(resolve(directory, 'env.ts'))}, then tsmig revision --autogenerate -m "create product table"`,
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
