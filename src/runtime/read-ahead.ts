import type { Step } from '../graph/plan.ts'
import type { Revision } from '../graph/revision.ts'
import {
  type AheadOperation,
  directionOf,
  type OpFactory,
  placeOf,
  type RevisionModule,
} from './run-revision.ts'
import type { Sink } from './sink.ts'
import { OperationStream } from './stream.ts'

/** What steps are read with. */
interface Surroundings {
  readonly sink: Sink
  readonly op: OpFactory
  readonly load: (revision: Revision) => Promise<RevisionModule>
}

/** The operations of the step whose turn comes next, made ready while the server is busy with the one before. */
export class ReadAhead {
  readonly #run: Surroundings
  #read:
    | { readonly step: Step; readonly operations: Promise<readonly AheadOperation[] | undefined> }
    | undefined

  constructor(run: Surroundings) {
    this.#run = run
  }

  /** Reads a step. What is wrong with it is told in its turn. */
  begin(step: Step | undefined): void {
    this.#read = step && { step, operations: readAhead(step, this.#run).catch(() => undefined) }
  }

  /** `undefined` for a step that was not read, or could not be. */
  async of(step: Step): Promise<readonly AheadOperation[] | undefined> {
    return this.#read?.step === step ? this.#read.operations : undefined
  }
}

/** Only a function that is a list of operations can be run before its turn, as it does nothing else. */
async function readAhead(
  step: Step,
  { sink, op: makeOp, load }: Surroundings,
): Promise<readonly AheadOperation[] | undefined> {
  if (step.revision === undefined || sink.prepare === undefined) return undefined
  const module = await load(step.revision)
  const direction = directionOf(step)
  if (module.isOnlyOperations?.(direction) !== true) return undefined
  const found: AheadOperation[] = []
  const stream = new OperationStream(async (entry, call) => {
    found.push({ entry, place: () => module.place?.() ?? placeOf(step.revision?.path, call) })
  })
  const op = makeOp(
    (entry) => stream.submit(entry),
    () => stream.pending,
  )
  await module[direction]?.(op)
  await stream.drain()
  for (const { entry } of found) sink.prepare(entry)
  return found
}
