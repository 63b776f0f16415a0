import { readFileSync } from 'node:fs'
import { packageVersion } from '../support/package-version.ts'
import { isShell } from './completion/shells.ts'
import { exitCodes } from './exit-codes.ts'
import { Output } from './output.ts'
import type { Outputs } from './terminal.ts'

/**
 * Runs one command line, without the program's name, and ends the process with its exit code:
 * a pool in the user's env file would keep it alive for ever. `written`: the folder of what the build wrote down, which
 * is what `--help` prints where no terminal has a width, and the completion scripts; to describe all commands anew takes
 * half as long as Node does to start.
 */
export async function main(args: readonly string[], written: string): Promise<never> {
  const outputs = { stdout: new Output('stdout'), stderr: new Output('stderr') }
  const { stdout, stderr } = outputs
  const code = await run(args, written, outputs)
  await Promise.all([stdout.flush(), stderr.flush()])
  // Who reads only the first lines of a listing has had enough.
  if (stdout.lost === undefined || stdout.lost.code === 'EPIPE') process.exit(code)
  stderr.write(`error: not everything could be written to stdout: ${stdout.lost.message}\n`)
  await stderr.flush()
  process.exit(code === exitCodes.ok ? exitCodes.failure : code)
}

async function run(args: readonly string[], written: string, outputs: Outputs): Promise<number> {
  const { stdout } = outputs
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    stdout.write(`tsmig ${packageVersion()}\n`)
    return exitCodes.ok
  }
  if (args.length === 1 && (args[0] === '--help' || args[0] === '-h') && !stdout.isTerminal) {
    stdout.write(readFileSync(`${written}/help.txt`, 'utf8'))
    return exitCodes.ok
  }
  if (args.length === 2 && args[0] === 'completion' && isShell(args[1])) {
    stdout.write(readFileSync(`${written}/completion.${args[1]}`, 'utf8'))
    return exitCodes.ok
  }
  const { runProgram } = await import('./program.ts')
  return runProgram(args, outputs)
}
