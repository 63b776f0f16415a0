import type { Argument, Command, Option } from 'commander'
import { type CompletedValue, valueTaken } from './value.ts'

/** An option as a shell completes it. */
export interface CompletedOption {
  /** `--config`. */
  readonly long?: string
  /** `-c`. */
  readonly short?: string
  readonly description: string
  readonly repeated: boolean
  /** What it takes; a flag takes nothing. */
  readonly value?: CompletedValue
}

export interface CompletedArgument {
  readonly value: CompletedValue
  /** It takes all arguments that follow, too. */
  readonly variadic: boolean
}

export interface CompletedCommand {
  /** Its name, then its aliases. */
  readonly names: readonly string[]
  readonly description: string
  readonly options: readonly CompletedOption[]
  readonly arguments: readonly CompletedArgument[]
}

/** All that a script needs to know of the program. */
export interface CompletedProgram {
  /** Those that stand with every command. */
  readonly options: readonly CompletedOption[]
  readonly commands: readonly CompletedCommand[]
}

/** What commander knows of a program and its commands, the hidden ones left out. */
export function describeProgram(program: Command): CompletedProgram {
  const help = program.createHelp()
  const globals = help.visibleOptions(program)
  const flags = new Set(globals.map((option) => option.flags))
  return {
    options: globals.map(describeOption),
    commands: help.visibleCommands(program).map((command) => ({
      names: [command.name(), ...command.aliases()],
      description: command.description(),
      options: help
        .visibleOptions(command)
        .filter((option) => !flags.has(option.flags))
        .map(describeOption),
      arguments: command.registeredArguments.map(describeArgument),
    })),
  }
}

function describeOption(option: Option): CompletedOption {
  const { long, short, description } = option
  const takes = option.required || option.optional
  return {
    ...(long && { long }),
    ...(short && { short }),
    description,
    repeated: /\bmay be repeated\b/.test(description),
    ...(takes && { value: valueTaken(option.flags, description, option.argChoices) }),
  }
}

function describeArgument(argument: Argument): CompletedArgument {
  const { description, argChoices, variadic } = argument
  return { value: valueTaken(`<${argument.name()}>`, description, argChoices), variadic }
}
