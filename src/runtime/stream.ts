import { AsyncLocalStorage } from 'node:async_hooks'
import type { Entry, Later } from '../operations/entry.ts'
import { TsmigError } from '../support/errors.ts'

/** An entry whose turn has come. */
export type ReadyEntry = Exclude<Entry, Later>

const running = new AsyncLocalStorage<OperationStream>()

/**
 * The queue between a migration's calls and the sink: entries are taken one at a time, in the order of the
 * calls. The first failure ends it; what was queued behind is not run. A call that nobody awaited is
 * waited for by `drain`, and its failure reported there.
 */
export class OperationStream {
  readonly #consume: (entry: ReadyEntry, call: Error) => Promise<unknown>
  readonly #keepsStacks: boolean
  #tail: Promise<unknown> = Promise.resolve()
  #pending = 0
  #failure: { readonly error: unknown; readonly call: Error | undefined } | undefined
  #closed = false
  /** What goes on outside a transaction, and may make more calls. */
  readonly #bodies = new Set<Promise<unknown>>()

  /**
   * `consume` is handed the call too, whose stack leads to the user's file; not where nobody asks for it, as a stack costs
   * more than the call.
   */
  constructor(
    consume: (entry: ReadyEntry, call: Error) => Promise<unknown>,
    { keepsStacks = true }: { readonly keepsStacks?: boolean } = {},
  ) {
    this.#consume = consume
    this.#keepsStacks = keepsStacks
  }

  /** Whether calls are still waiting for their turn, before the one that asks: none does in the turn of an entry. */
  get pending(): boolean {
    return this.#pending > 0 && running.getStore() !== this
  }

  /** The stack of the call that failed: the place in the user's file. */
  get failedCall(): Error | undefined {
    return this.#failure?.call
  }

  /** Queues one entry. The promise settles when it has been dealt with. */
  submit(entry: Entry): Promise<unknown> {
    const call = this.#keepsStacks ? callOf(entry) : unknownCall
    if (running.getStore() === this) return Promise.reject(this.#fail(callInsideRun(), call))
    if (this.#closed) return Promise.reject(callAfterEnd())
    const turn = this.#tail.then(() => this.#take(entry, call))
    this.#pending += 1
    if (entry.kind === 'leaveTransaction' && entry.body !== undefined) this.#bodies.add(entry.body)
    this.#tail = turn.then(this.#settled, this.#settled)
    // The drain reports it; without this, a call that isn't awaited would end the process.
    turn.catch(() => {})
    return turn
  }

  /** Ends it: what is queued and not yet begun is not run, and `drain` throws `error`. */
  stop(error: unknown): void {
    this.#fail(error, undefined)
  }

  /** Waits for everything queued, calls made meanwhile included. Throws the first failure. */
  async drain(): Promise<void> {
    while (this.#pending > 0 || this.#bodies.size > 0) {
      await this.#tail
      await this.#endBodies()
    }
    this.#closed = true
    if (this.#failure !== undefined) throw this.#failure.error
  }

  async #endBodies(): Promise<void> {
    const bodies = [...this.#bodies]
    this.#bodies.clear()
    for (const body of bodies) await body.catch((error: unknown) => this.#fail(error, undefined))
  }

  #settled = (): void => {
    this.#pending -= 1
  }

  async #take(entry: Entry, call: Error): Promise<unknown> {
    if (this.#failure !== undefined) throw this.#failure.error
    try {
      if (entry.kind !== 'later') return await this.#inTurn(entry, call)
      for (const operation of await entry.operations()) await this.#inTurn(operation, call)
      return undefined
    } catch (error) {
      throw this.#fail(error, call)
    }
  }

  /** Only code can call from inside of its turn; and once a storage is used, Node minds it at each promise. */
  #inTurn(entry: ReadyEntry, call: Error): Promise<unknown> {
    const consume = () => this.#consume(entry, call)
    return holdsCode(entry) ? running.run(this, consume) : consume()
  }

  #fail(error: unknown, call: Error | undefined): unknown {
    this.#failure ??= { error, call }
    return error
  }
}

/** Whether functions that aren't tsmig's run in its turn. */
function holdsCode({ kind }: ReadyEntry): boolean {
  return kind === 'code' || kind === 'knexSchema' || kind === 'rowSource' || kind === 'custom'
}

const unknownCall = new Error('a call whose stack is not kept')

/** Frames from a call in a user's file to here, and some more. */
const enoughFrames = 30

/** A call with its stack: ten frames, as usual, don't reach the user's file from one that calls others. */
function callOf({ kind }: Entry): Error {
  const usual = Error.stackTraceLimit
  Error.stackTraceLimit = enoughFrames
  try {
    return new Error(kind)
  } finally {
    Error.stackTraceLimit = usual
  }
}

function callInsideRun(): TsmigError {
  return new TsmigError(
    'call-inside-run',
    'an operation was called from inside op.run, or while op.bulkInsert reads its rows: it would wait for itself',
    'Use the knex that op.run hands to its function, or end op.run before the next operation.',
  )
}

function callAfterEnd(): TsmigError {
  return new TsmigError(
    'call-after-end',
    'an operation was called after its revision had ended',
    'Await what the revision starts: timers and events that fire later come too late.',
  )
}
