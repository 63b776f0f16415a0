import { readFileSync } from 'node:fs'
import { packageVersion } from '../support/package-version.ts'
import { exitCodes } from './exit-codes.ts'

/**
 * Runs one command line, without the program's name, and ends the process with its exit code:
 * a pool in the user's env file would keep it alive for ever. `helpFile`: what `--help` prints where no terminal has a
 * width, as the build wrote it down; to describe all commands anew takes half as long as Node does to start.
 */
export async function main(args: readonly string[], helpFile: string): Promise<never> {
  // Nobody reads on, or there is no room: no reason to stop a run half-way, but to say so at its end.
  let lost: NodeJS.ErrnoException | undefined
  process.stdout.on('error', (error) => {
    lost ??= error
  })
  process.stderr.on('error', () => {})
  const code = await run(args, helpFile)
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  // Who reads only the first lines of a listing has had enough.
  if (lost === undefined || lost.code === 'EPIPE') process.exit(code)
  process.stderr.write(`error: not everything could be written to stdout: ${lost.message}\n`)
  await flushed(process.stderr)
  process.exit(code === exitCodes.ok ? exitCodes.failure : code)
}

async function run(args: readonly string[], helpFile: string): Promise<number> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`tsmig ${packageVersion()}\n`)
    return exitCodes.ok
  }
  if (args.length === 1 && (args[0] === '--help' || args[0] === '-h') && !process.stdout.isTTY) {
    process.stdout.write(readFileSync(helpFile))
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
