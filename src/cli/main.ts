import { readFileSync } from 'node:fs'
import { packageVersion } from '../support/package-version.ts'
import { exitCodes } from './exit-codes.ts'
import { isShell } from './shells.ts'

/**
 * Runs one command line, without the program's name, and ends the process with its exit code:
 * a pool in the user's env file would keep it alive for ever. `written`: the folder of what the build wrote down, which
 * is what `--help` prints where no terminal has a width, and the completion scripts; to describe all commands anew takes
 * half as long as Node does to start.
 */
export async function main(args: readonly string[], written: string): Promise<never> {
  // Nobody reads on, or there is no room: no reason to stop a run half-way, but to say so at its end.
  let lost: NodeJS.ErrnoException | undefined
  process.stdout.on('error', (error) => {
    lost ??= error
  })
  process.stderr.on('error', () => {})
  const code = await run(args, written)
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  // Who reads only the first lines of a listing has had enough.
  if (lost === undefined || lost.code === 'EPIPE') process.exit(code)
  process.stderr.write(`error: not everything could be written to stdout: ${lost.message}\n`)
  await flushed(process.stderr)
  process.exit(code === exitCodes.ok ? exitCodes.failure : code)
}

async function run(args: readonly string[], written: string): Promise<number> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`tsmig ${packageVersion()}\n`)
    return exitCodes.ok
  }
  if (args.length === 1 && (args[0] === '--help' || args[0] === '-h') && !process.stdout.isTTY) {
    process.stdout.write(readFileSync(`${written}/help.txt`))
    return exitCodes.ok
  }
  if (args.length === 2 && args[0] === 'completion' && isShell(args[1])) {
    process.stdout.write(readFileSync(`${written}/completion.${args[1]}`))
    return exitCodes.ok
  }
  const { runProgram } = await import('./program.ts')
  return runProgram(args)
}

/** What was written to a pipe may still be on its way. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
