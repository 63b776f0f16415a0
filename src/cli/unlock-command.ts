import { type Command, InvalidArgumentError } from 'commander'
import { printable } from '../support/text.ts'
import { inFront } from './log-reporter.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import type { Terminal } from './terminal.ts'

/** `tsmig unlock`: who holds the lock, and the end of a session that outlived its process. */
export function addUnlockCommand(program: Command, terminal: Terminal): void {
  program
    .command('unlock')
    .description('tell which session holds the lock, or end it')
    .argument('[session]', 'the id of the session to end; it has to hold the lock', sessionId)
    .action(async (session: number | undefined, _options: object, command: Command) => {
      const { unlock } = await import('../commands/unlock.ts')
      const given = commandOptions(command.optsWithGlobals<GlobalOptions>(), terminal)
      const reports = await unlock({ ...given, ...(session !== undefined && { session }) })
      for (const { database, holder, untold, ended } of reports) {
        const front = inFront(database)
        if (untold !== undefined) terminal.print(`${front}${untold}\n`)
        else if (holder === undefined) terminal.print(`${front}no run holds the lock\n`)
        else if (ended) terminal.print(`${front}ended ${printable(holder.inWords)}\n`)
        else {
          terminal.print(`${front}the lock is held by ${printable(holder.inWords)}\n`)
          terminal.log(terminal.paint.faint(`${front}If its process is gone: tsmig unlock ${holder.id}`))
        }
      }
    })
}

function sessionId(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidArgumentError('it is a whole number, as tsmig unlock tells it.')
  return Number(text)
}
