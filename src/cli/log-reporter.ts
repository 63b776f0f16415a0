import type { Reporter } from '../runtime/reporter.ts'
import { describeStep } from '../runtime/step-line.ts'
import { duration, printable } from '../support/text.ts'
import type { Terminal } from './terminal.ts'

/** Tells a run's progress on stderr: each step when it is done, with the time it took. */
export function logReporter(terminal: Terminal): Reporter {
  const { paint } = terminal
  return {
    running(step) {
      terminal.begin(printable(describeStep(step)))
    },
    ran(step, milliseconds) {
      terminal.log(`${printable(describeStep(step))} ${paint.faint(`(${duration(milliseconds)})`)}`)
    },
    waiting(holder) {
      terminal.log(`${paint.warning('waiting:')} another run holds the lock: ${printable(holder)}`)
    },
    warning(text) {
      terminal.log(`${paint.warning('warning:')} ${printable(text)}`)
    },
  }
}
