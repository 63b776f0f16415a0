import type { Step } from '../graph/plan.ts'
import type { Revision } from '../graph/revision.ts'
import type { Execute } from '../operations/operation.ts'
import type { AboutStep, RunLog } from './log/run-log.ts'
import { directionOf, type OpFactory, placeNow, type RevisionModule } from './run-revision.ts'
import type { PlacedEntry, Sink } from './sink.ts'
import { OperationStream } from './stream.ts'

/** What steps are read with. */
export interface ReadingRun {
  readonly sink: Sink
  readonly op: OpFactory
  readonly log?: RunLog
  readonly load: (revision: Revision) => Promise<RevisionModule>
  /** The rows of a step that may be sent before its turn; absent where none may. */
  readonly rowsAhead?:
    | ((step: Step, module: RevisionModule, about: AboutStep) => readonly Execute[] | undefined)
    | undefined
}

/** A step that was read before its turn. */
export interface StepAhead {
  readonly module: RevisionModule
  readonly operations: readonly PlacedEntry[]
  /** What the log is to say of it; absent where only the step itself, when it is done, can tell. */
  readonly about?: AboutStep | undefined
  /** Its rows, where it was sent with them and its commit. */
  readonly sentRows?: readonly Execute[]
}

/** So many steps are with the server at most, before their turn: as much as the way of an answer takes. */
const depth = 8

/** The steps whose turn comes next, made ready while the server is busy with the one before, and sent to it where that can be. */
export class ReadAhead {
  readonly #steps: readonly Step[]
  readonly #run: ReadingRun
  #read: { readonly index: number; readonly found: Promise<StepAhead | undefined> }[] = []
  /** The step that has its turn, and the last one that was on its way in its turn. */
  #turn = -1
  #onWay = -1
  /** The last step that is on its way as a whole, with its commit: only the next one may be sent behind it. */
  #lastWhole: number | undefined
  #isReading = false
  #failures = 0

  constructor(steps: readonly Step[], run: ReadingRun) {
    this.#steps = steps
    this.#run = run
  }

  /** The step that has its turn is on its way, `isWhole`: with its commit. What is wrong with the next one is told in its turn. */
  sent({ isWhole }: { readonly isWhole: boolean }): void {
    this.#onWay = this.#turn
    if (isWhole) this.#lastWhole = Math.max(this.#turn, this.#lastWhole ?? this.#turn)
    if (!this.#isReading) void this.#readOn()
  }

  /** A step whose turn has come: it is read where it was not. `undefined` where that can't be. */
  async of(step: Step, index: number): Promise<StepAhead | undefined> {
    this.#turn = index
    const read = this.#read.find((one) => one.index === index)
    this.#read = this.#read.filter((one) => one.index > index)
    return read?.found ?? readAhead(step, this.#run).catch(() => undefined)
  }

  /** What was sent is not to be waited for: a step before it failed. */
  forget(): void {
    this.#read = []
    this.#lastWhole = undefined
    this.#failures += 1
  }

  async #readOn(): Promise<void> {
    this.#isReading = true
    for (;;) {
      const last = this.#read.at(-1)
      // One that was not sent keeps those behind it from being sent.
      if (last === undefined ? this.#onWay !== this.#turn : last.index !== this.#lastWhole) break
      const index = (last?.index ?? this.#turn) + 1
      const step = this.#steps[index]
      if (step === undefined || index > this.#turn + depth) break
      const found = this.#make(step, index).catch(() => undefined)
      this.#read.push({ index, found })
      await found
    }
    this.#isReading = false
  }

  async #make(step: Step, index: number): Promise<StepAhead | undefined> {
    const { sink, rowsAhead } = this.#run
    const failures = this.#failures
    const ahead = await readAhead(step, this.#run)
    // Where a step failed meanwhile, nobody waits for this one.
    if (ahead?.about === undefined || this.#lastWhole !== index - 1 || failures !== this.#failures)
      return ahead
    const rows = rowsAhead?.(step, ahead.module, ahead.about)
    if (rows === undefined || sink.sendAhead?.(ahead.operations, rows) !== true) return ahead
    this.#lastWhole = index
    return { ...ahead, sentRows: rows }
  }
}

/** Only a function that is a list of operations can be run before its turn, as it does nothing else. */
async function readAhead(
  step: Step,
  { sink, op: makeOp, log, load }: ReadingRun,
): Promise<StepAhead | undefined> {
  if (step.revision === undefined || sink.prepare === undefined) return undefined
  const module = await load(step.revision)
  const direction = directionOf(step)
  if (module.isOnlyOperations?.(direction) !== true) return undefined
  const operations: PlacedEntry[] = []
  const stream = new OperationStream(async (entry, call) => {
    operations.push({ entry, place: placeNow(step, module, call) })
  })
  const op = makeOp(
    (entry) => stream.submit(entry),
    () => stream.pending,
  )
  await module[direction]?.(op)
  await stream.drain()
  // Code of the user's finds an op that has its turn.
  if (operations.some(({ entry }) => entry.kind === 'code' || entry.kind === 'knexSchema')) return undefined
  for (const { entry } of operations) sink.prepare(entry)
  if (log === undefined || !isKnownBefore(step, module)) return { module, operations }
  return { module, operations, about: await log.about(step, module).catch(() => undefined) }
}

/** A way back that runs code is asked for when the step is done. */
export function isKnownBefore({ direction }: Step, module: RevisionModule): boolean {
  return (
    direction !== 'up' || module.downgrade === undefined || module.isOnlyOperations?.('downgrade') === true
  )
}
