import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** Commands that one module adds to the program. */
export interface CommandGroup {
  /** The names and aliases of its commands. */
  readonly names: readonly string[]
  load(): Promise<(program: Command, terminal: Terminal) => void>
}

/** All commands, in the order of the help: a run loads the module of its own, and no other. */
export const commandGroups: readonly CommandGroup[] = [
  {
    names: ['init', 'list-templates', 'list_templates', 'revision', 'merge', 'edit'],
    load: async () => (await import('./project-commands.ts')).addProjectCommands,
  },
  {
    names: ['upgrade', 'downgrade', 'stamp', 'ensure-version', 'ensure_version'],
    load: async () => (await import('./database-commands.ts')).addDatabaseCommands,
  },
  {
    names: ['history', 'heads', 'branches', 'graph', 'show', 'current'],
    load: async () => (await import('./listing-commands.ts')).addListingCommands,
  },
  { names: ['status'], load: async () => (await import('./status-command.ts')).addStatusCommand },
  { names: ['log'], load: async () => (await import('./log-command.ts')).addLogCommand },
  { names: ['repair'], load: async () => (await import('./repair-command.ts')).addRepairCommand },
  {
    names: ['pull', 'dump', 'diff'],
    load: async () => (await import('./schema-commands.ts')).addSchemaCommands,
  },
  { names: ['check'], load: async () => (await import('./check-command.ts')).addCheckCommand },
  { names: ['verify'], load: async () => (await import('./verify-command.ts')).addVerifyCommand },
  { names: ['lint'], load: async () => (await import('./lint-command.ts')).addLintCommand },
  { names: ['unlock'], load: async () => (await import('./unlock-command.ts')).addUnlockCommand },
  {
    names: ['completion', 'complete'],
    load: async () => (await import('./completion-command.ts')).addCompletionCommands,
  },
]

/** The groups that a command line needs: the one of its command; all of them for help and for what is no command. */
export function groupsFor(program: Command, args: readonly string[]): readonly CommandGroup[] {
  const named = commandName(program, args)
  const group = commandGroups.find(({ names }) => named !== undefined && names.includes(named))
  return group === undefined ? commandGroups : [group]
}

/** The first argument that is neither an option of the program nor the value of one. */
function commandName(program: Command, args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]
    if (arg === undefined || !arg.startsWith('-')) return arg
    if (program.options.some((option) => option.required && [option.short, option.long].includes(arg))) at++
  }
  return undefined
}
