import type { Step } from '../graph/plan.ts'
import type { Submit } from '../operations/entry.ts'
import type { Op } from '../operations/op.ts'
import { TsmigError } from '../support/errors.ts'
import { runUserCode } from '../support/user-code.ts'
import { RevisionError } from './errors.ts'
import { failedQuery } from './knex-failure.ts'
import type { StepLimits } from './limits/limits.ts'
import type { PlacedEntry, Sink } from './sink.ts'
import { OperationStream } from './stream.ts'

/** What a revision file exports, beside its identifiers. */
export interface RevisionModule {
  readonly upgrade?: (op: Op) => unknown
  readonly downgrade?: (op: Op) => unknown
  /** `false`: runs outside a transaction, for what can't run inside one. */
  readonly transaction?: boolean
  /** What it says of its own about how long its statements may wait and take. */
  readonly limits?: StepLimits
  /** Whether a function of it is a list of operations, with nothing in between. */
  isOnlyOperations?(direction: 'upgrade' | 'downgrade'): boolean
  /** What a function of it is made of, as text; absent where it is made of none. */
  text?(direction: 'upgrade' | 'downgrade'): string | undefined
  /** Where the file is at, as `file:line:column`, where a stack doesn't tell. */
  place?(): string | undefined
}

/** Makes the `op` that a revision is given. `pending` tells whether calls are still waiting. */
export type OpFactory = (submit: Submit, pending: () => boolean) => Op

/** Where a revision's function runs. */
interface RevisionRun {
  readonly sink: Sink
  readonly op: OpFactory
}

/** What goes on around the function of a step. */
export interface AroundRevision {
  /** Its operations, where they were read ahead. */
  readonly ahead?: readonly PlacedEntry[] | undefined
  /** Called when all of it is on its way and only the answer is waited for. */
  readonly onSent?: () => void
  /** What waits when it is over goes with what the step sends next. */
  readonly isHeld?: boolean
}

/** Runs the function of one step to its end, calls that nobody awaited included. Throws `RevisionError`. */
export async function runRevision(
  step: Step,
  module: RevisionModule,
  run: RevisionRun,
  { ahead, onSent, isHeld = false }: AroundRevision = {},
): Promise<void> {
  const direction = directionOf(step)
  if (module.isOnlyOperations?.(direction) === true) run.sink.gather?.()
  const stream = ahead === undefined ? await runBody(step, module, run) : undefined
  let place: (() => string | undefined) | undefined
  try {
    for (const one of ahead ?? []) {
      place = one.place
      await run.sink.accept(one.entry, one.place)
    }
    place = undefined
    await stream?.drain()
    const sent = isHeld ? undefined : run.sink.flush?.()
    if (sent !== undefined) onSent?.()
    await sent
  } catch (cause) {
    const at = run.sink.failedPlace ?? place?.() ?? module.place?.()
    throw failedRevision(step, run.sink, cause, stream?.failedCall, at)
  }
}

async function runBody(step: Step, module: RevisionModule, run: RevisionRun): Promise<OperationStream> {
  const stream = new OperationStream((entry, call) => run.sink.accept(entry, placeNow(step, module, call)))
  const op = run.op(
    (entry) => stream.submit(entry),
    () => stream.pending,
  )
  try {
    await runUserCode(nameOf(step), () => module[directionOf(step)]?.(op), neverEnds)
  } catch (error) {
    stream.stop(error)
  }
  return stream
}

/** Where the user's file asks for the operation that has its turn now. */
export function placeNow(
  step: Step,
  module: RevisionModule,
  call: Error | undefined,
): () => string | undefined {
  const place = module.place?.()
  return () => place ?? placeOf(step.revision?.path, call)
}

/** As in "the upgrade of revision a1 (migrations/versions/a1_.ts)". */
function nameOf({ revision, direction }: Step): string {
  const path = revision?.path === undefined ? '' : ` (${revision.path})`
  return `the ${direction === 'down' ? 'downgrade' : 'upgrade'} of revision ${revision?.id}${path}`
}

function neverEnds(): TsmigError {
  return new TsmigError(
    'unfinished',
    'it waits for something that never comes',
    'It awaits a promise that nothing settles.',
  )
}

/** `cause` as the failure of this step's revision; `call` or `place` is where the user's file asked for what failed. */
export function failedRevision(
  step: Step,
  sink: Sink,
  cause: unknown,
  call?: Error,
  place?: string,
): unknown {
  if (step.revision === undefined || cause instanceof RevisionError) return cause
  return new RevisionError({
    revision: step.revision.id,
    path: step.revision.path,
    place: place ?? sink.failedPlace ?? placeOf(step.revision.path, call ?? cause),
    direction: directionOf(step),
    note: sink.failureNote(step.revision.id),
    cause: failedQuery(cause),
  })
}

export function directionOf(step: Step): 'upgrade' | 'downgrade' {
  return step.direction === 'down' ? 'downgrade' : 'upgrade'
}

/** The first line of the stack that lies in the revision's file, as `file:line:column`. */
export function placeOf(path: string | undefined, thrown: unknown): string | undefined {
  if (path === undefined || !(thrown instanceof Error)) return undefined
  for (const line of (thrown.stack ?? '').split('\n')) {
    const at = line.indexOf(path)
    const position = at === -1 ? undefined : line.slice(at + path.length).match(/^:\d+:\d+/)?.[0]
    if (position !== undefined) return path + position
  }
  return undefined
}
