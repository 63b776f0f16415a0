import type { Step } from '../graph/plan.ts'

/** What a run tells while it goes on. Times are in milliseconds. */
export interface Reporter {
  running(step: Step): void
  ran(step: Step, milliseconds: number): void
  waiting(holder: string): void
  warning(text: string): void
}

/** Tells nobody. */
export const silent: Reporter = {
  running() {},
  ran() {},
  waiting() {},
  warning() {},
}
