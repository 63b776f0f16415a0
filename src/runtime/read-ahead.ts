import type { Step } from '../graph/plan.ts'
import type { Revision } from '../graph/revision.ts'
import type { AboutStep, RunLog } from './log/run-log.ts'
import {
  type AheadOperation,
  directionOf,
  type OpFactory,
  placeNow,
  type RevisionModule,
} from './run-revision.ts'
import type { Sink } from './sink.ts'
import { OperationStream } from './stream.ts'

/** What steps are read with. */
interface Surroundings {
  readonly sink: Sink
  readonly op: OpFactory
  readonly log?: RunLog
  readonly load: (revision: Revision) => Promise<RevisionModule>
}

/** A step that was read before its turn. */
export interface StepAhead {
  readonly operations: readonly AheadOperation[]
  /** What the log is to say of it; absent where only the step itself, when it is done, can tell. */
  readonly about?: Promise<AboutStep> | undefined
}

/** The operations of the step whose turn comes next, made ready while the server is busy with the one before. */
export class ReadAhead {
  readonly #run: Surroundings
  #read: { readonly step: Step; readonly found: Promise<StepAhead | undefined> } | undefined

  constructor(run: Surroundings) {
    this.#run = run
  }

  /** Reads a step. What is wrong with it is told in its turn. */
  begin(step: Step | undefined): void {
    this.#read = step && { step, found: readAhead(step, this.#run).catch(() => undefined) }
  }

  /** `undefined` for a step that was not read, or could not be. */
  async of(step: Step): Promise<StepAhead | undefined> {
    return this.#read?.step === step ? this.#read.found : undefined
  }
}

/** Only a function that is a list of operations can be run before its turn, as it does nothing else. */
async function readAhead(
  step: Step,
  { sink, op: makeOp, log, load }: Surroundings,
): Promise<StepAhead | undefined> {
  if (step.revision === undefined || sink.prepare === undefined) return undefined
  const module = await load(step.revision)
  const direction = directionOf(step)
  if (module.isOnlyOperations?.(direction) !== true) return undefined
  const operations: AheadOperation[] = []
  const stream = new OperationStream(async (entry, call) => {
    operations.push({ entry, place: placeNow(step, module, call) })
  })
  const op = makeOp(
    (entry) => stream.submit(entry),
    () => stream.pending,
  )
  await module[direction]?.(op)
  await stream.drain()
  for (const { entry } of operations) sink.prepare(entry)
  if (log === undefined || !isKnownBefore(step, module)) return { operations }
  const about = log.about(step, module)
  about.catch(() => {})
  return { operations, about }
}

/** A way back that runs code is asked for when the step is done. */
export function isKnownBefore({ direction }: Step, module: RevisionModule): boolean {
  return (
    direction !== 'up' || module.downgrade === undefined || module.isOnlyOperations?.('downgrade') === true
  )
}
