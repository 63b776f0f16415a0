import type { Step } from '../graph/plan.ts'

/**
 * What a run tells while it goes on. Times are in milliseconds. `database` is the name of the one that it is about,
 * where several are gone through.
 */
export interface Reporter {
  running(step: Step, database?: string): void
  ran(step: Step, milliseconds: number, database?: string): void
  waiting(holder: string, database?: string): void
  warning(text: string, database?: string): void
  /** How far a long operation has come: often, each time in place of the last. */
  progress?(text: string, database?: string): void
}

/** Tells nobody. */
export const silent: Reporter = {
  running() {},
  ran() {},
  waiting() {},
  warning() {},
}
