import type { ChalkInstance } from 'chalk'
import { shorten } from '../support/text.ts'
import type { Output } from './output.ts'

/** Both outputs of the process. */
export interface Outputs {
  readonly stdout: Output
  readonly stderr: Output
}

/** Where a command line's answers, logs and colours go. */
export interface Terminal {
  /** What was asked for: stdout. */
  print(text: string): void
  /** Logs, progress, errors: a line on stderr. */
  log(text: string): void
  /** The same for what nobody waits for: it may go together with what comes next. */
  logSoon(text: string): void
  /** The first part of a line on stderr, for something that takes its time; the next `log` ends it. */
  begin(text: string): void
  /** A line on stderr that the next `show` or `log` writes over; nothing where stderr is no terminal. */
  show(text: string): void
  readonly paint: Paint
}

/** Colours for stderr and stdout; plain text where neither is a terminal. */
export interface Paint {
  id(text: string): string
  mark(text: string): string
  faint(text: string): string
  error(text: string): string
  warning(text: string): string
  good(text: string): string
}

const plain = (text: string): string => text
/** Text as it is. */
export const colourless: Paint = {
  id: plain,
  mark: plain,
  faint: plain,
  error: plain,
  warning: plain,
  good: plain,
}

const wipe = '\r\u001b[K'

/** The process's own terminal. Colours are loaded only where something would show them. */
export async function openTerminal({ stdout, stderr }: Outputs, colour: boolean): Promise<Terminal> {
  const shows = colour && [stdout, stderr].every(({ isTerminal }) => wantsColour(isTerminal))
  const paint = shows ? paintWith((await import('chalk')).default) : colourless
  let begun: string | undefined
  let shown = false
  const lineOf = (text: string): string => {
    const wiped = shown ? wipe : ''
    // The same line goes on, or it is broken off.
    const rest =
      begun === undefined || shown ? text : text.startsWith(begun) ? text.slice(begun.length) : `\n${text}`
    begun = undefined
    shown = false
    return `${wiped}${rest}\n`
  }
  // Somebody else's line does not go on with ours, which is said again in full when it is done.
  const breakOff = (): void => {
    if (shown || begun !== undefined) stderr.write(shown ? wipe : '\n')
    else stderr.writeHeld()
    begun = undefined
    shown = false
  }
  stderr.onOthers(breakOff)
  stdout.onOthers(breakOff)
  return {
    print(text) {
      stderr.writeHeld()
      stdout.write(text)
    },
    log: (text) => stderr.write(lineOf(text)),
    logSoon: (text) => stderr.writeSoon(lineOf(text)),
    begin(text) {
      // What is done again goes on where it was.
      if (begun === text) return
      stderr.write(begun === undefined ? text : `\n${text}`)
      begun = text
    },
    show(text) {
      if (!stderr.isTerminal) return
      // A line that is longer than the terminal could not be written over.
      stderr.write(wipe + shorten(text, Math.max(stderr.columns - 1, 20)))
      shown = true
    },
    paint,
  }
}

function wantsColour(isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true
  return isTerminal && TERM !== 'dumb'
}

function paintWith(chalk: ChalkInstance): Paint {
  // chalk writes each further argument behind the text: `map` would give it the index.
  return {
    id: (text) => chalk.yellow(text),
    mark: (text) => chalk.cyan(text),
    faint: (text) => chalk.dim(text),
    error: (text) => chalk.red(text),
    warning: (text) => chalk.yellow(text),
    good: (text) => chalk.green(text),
  }
}
