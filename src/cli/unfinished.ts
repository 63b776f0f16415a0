import { endAfterDropping, hasToDrop, isEnding } from '../runtime/interrupted.ts'
import { messageOf, TsmigError } from '../support/errors.ts'
import { runningUserCode } from '../support/user-code.ts'

const takenBack =
  'A transaction that was open is taken back; "tsmig current" tells where the database stands.'

/**
 * Listens for ends that no command sees: an error that nothing caught, a revision that calls `process.exit`,
 * one that waits for what never comes. Hands `tell` what happened, and ends the process with the code that
 * `tell` gives. Nothing is told after the function that it returns is called.
 */
export function watchForEnd(tell: (error: TsmigError) => number): () => void {
  let told = false
  const end = (error: TsmigError): number => {
    told = true
    return tell(error)
  }
  const onUncaught = (thrown: unknown): void => exit(end(uncaught(thrown)))
  let waited = false
  // The revision or the import that waits is told first, and that moves things on.
  const onIdle = (): void => {
    if (waited) exit(end(idle()))
    waited = true
    setImmediate(() => {})
  }
  const onExit = (code: number): void => {
    if (!told && !isEnding()) process.exitCode = end(ended(code))
  }
  process.on('uncaughtException', onUncaught).on('beforeExit', onIdle).on('exit', onExit)
  return () => {
    process.off('uncaughtException', onUncaught).off('beforeExit', onIdle).off('exit', onExit)
  }
}

/** At once, unless scratch databases have to go first. */
function exit(code: number): void {
  if (hasToDrop()) void endAfterDropping(code)
  else process.exit(code)
}

function uncaught(thrown: unknown): TsmigError {
  return new TsmigError(
    'uncaught',
    `an error that nothing caught: ${messageOf(thrown)}${placeOf(thrown)}`,
    `A promise that was not awaited failed, or a timer or a listener threw. ${takenBack}`,
    { cause: thrown },
  )
}

function idle(): TsmigError {
  return new TsmigError(
    'unfinished',
    'it waits for something that never comes',
    `A revision, a hook of the env file, or what they call, awaits a promise that nothing settles. ${takenBack}`,
  )
}

function ended(code: number): TsmigError {
  return new TsmigError(
    'unfinished',
    `the process was ended by process.exit(${code}) before ${runningUserCode() ?? 'the command'} was done`,
    `Throw an error in revisions and in the env file, and don't end the process. ${takenBack}`,
  )
}

/** The first line of the stack, on a line of its own. */
function placeOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  const place = stack.match(/^ +at (?:.*\()?((?:file:|\/|[A-Za-z]:\\).*:\d+:\d+)\)?$/m)?.[1]
  return place === undefined ? '' : `\n  at ${place}`
}
