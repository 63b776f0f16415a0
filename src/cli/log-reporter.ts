import type { Step } from '../graph/plan.ts'
import type { Reporter } from '../runtime/reporter.ts'
import { describeStep } from '../runtime/step-line.ts'
import { duration, printable } from '../support/text.ts'
import type { Terminal } from './terminal.ts'

/**
 * Tells a run's progress on stderr: each step when it is done, with the time it took. How far a long operation has come
 * stands on a terminal's last line; `verbose`, on a line each time.
 */
export function logReporter(terminal: Terminal, { verbose = false } = {}): Reporter {
  const { paint } = terminal
  const line = (step: Step, database?: string) => inFront(database) + printable(describeStep(step))
  return {
    running(step, database) {
      terminal.begin(line(step, database))
    },
    ran(step, milliseconds, database) {
      terminal.logSoon(`${line(step, database)} ${paint.faint(`(${duration(milliseconds)})`)}`)
    },
    waiting(holder, database) {
      terminal.log(
        `${inFront(database)}${paint.warning('waiting:')} another run holds the lock: ${printable(holder)}`,
      )
    },
    warning(text, database) {
      terminal.log(`${inFront(database)}${paint.warning('warning:')} ${printable(text)}`)
    },
    progress(text, database) {
      const told = inFront(database) + printable(text)
      if (verbose) terminal.log(paint.faint(told))
      else terminal.show(told)
    },
  }
}

/** What a line begins with that is about one of several databases. */
export function inFront(database: string | undefined): string {
  return database === undefined ? '' : `${database}: `
}
