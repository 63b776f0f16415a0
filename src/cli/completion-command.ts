import { Argument, type Command } from 'commander'
import { type CompletionKind, completionKinds } from '../commands/complete.ts'
import { TsmigError } from '../support/errors.ts'
import { firstLine, printable } from '../support/text.ts'
import { commandGroups } from './command-groups.ts'
import { bashCompletion } from './completion/bash.ts'
import { fishCompletion } from './completion/fish.ts'
import { type CompletedProgram, describeProgram } from './completion/program.ts'
import { isShell, type Shell, shells } from './completion/shells.ts'
import { zshCompletion } from './completion/zsh.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import type { Terminal } from './terminal.ts'

/** The commands for shells: completion, and the hidden one that its scripts ask. */
export function addCompletionCommands(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('print a script that completes command lines in a shell')
    .argument('<shell>', '"bash", "zsh" or "fish"')
    .action(async (shell: string) => {
      if (!isShell(shell)) throw unknownShell(shell)
      const others = commandGroups.filter(({ names }) => !names.includes('completion'))
      for (const group of others) (await group.load())(program, terminal)
      terminal.print(scripts[shell](describeProgram(program)))
    })

  program
    .command('complete', { hidden: true })
    .addArgument(new Argument('<kind>').choices(completionKinds))
    .action(async (kind: CompletionKind, _options: object, command: Command) => {
      const globals = { ...command.optsWithGlobals<GlobalOptions>(), quiet: true }
      const { complete } = await import('../commands/complete.ts')
      for (const { word, description } of await complete(kind, commandOptions(globals, terminal))) {
        // A shell takes a line for a word.
        if (/[\p{Cc}\u2028\u2029]/u.test(word)) continue
        terminal.print(`${word}\t${printable(firstLine(description)).replaceAll('\t', ' ')}\n`)
      }
    })
}

const scripts: Readonly<Record<Shell, (program: CompletedProgram) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

function unknownShell(shell: string): TsmigError {
  return new TsmigError(
    'usage',
    `there is no completion for ${JSON.stringify(shell)}, only for ${shells.join(', ')}`,
    'Run "tsmig completion bash", or name another of them.',
  )
}
