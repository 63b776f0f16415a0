import type { Execute } from '../operations/operation.ts'
import type { StepProgress } from './log/step-progress.ts'
import type { ReadyEntry } from './stream.ts'

/** How a step is to be wrapped. */
export interface StepFrame {
  /** `false`: the step runs outside any transaction, by its own wish. */
  readonly transaction: boolean
}

/** A step that goes as a whole, in one message. */
export interface WayOfStep {
  /** Called when it is on its way. */
  readonly onSent: () => void
  /** Others may be sent behind it. */
  readonly isFollowed: boolean
}

/** An entry, and where it was asked for: `file:line:column`. */
export interface PlacedEntry {
  readonly entry: ReadyEntry
  readonly place: () => string | undefined
}

/** Deals with operations one after the other, where a sink can't do it at once. */
export async function acceptInTurn(sink: Sink, operations: readonly Execute[]): Promise<readonly unknown[]> {
  const results: unknown[] = []
  for (const operation of operations) results.push(await sink.accept(operation))
  return results
}

/** Where the entries of a run go: a database, a script. */
export interface Sink {
  begin(frame: StepFrame): Promise<void>
  /** A step begins, of this revision where it has one: in a transaction that others may have been in before. */
  enter?(revision: string | undefined): void
  /**
   * Deals with one entry; gives the number of rows changed where that is known. `place` tells where the user's file
   * asks for it, as `file:line:column`.
   */
  accept(entry: ReadyEntry, place?: () => string | undefined): Promise<unknown>
  /**
   * Until the step's rows are written, statements may wait for those behind them, to go in one message; `flush` sends
   * what waits. Absent where each goes by itself.
   */
  gather?(): void
  /** `undefined` where nothing waited; else it is on its way when the call returns. */
  flush?(): Promise<void> | undefined
  /** Makes what an entry needs before its turn has come, and does nothing of it; absent where there is nothing to make. */
  readonly prepare?: ((entry: ReadyEntry) => void) | undefined
  /** Where the user's file asks for what failed, where its turn was over by then. */
  readonly failedPlace?: string | undefined
  /** Deals with statements of tsmig's own, in one message where that can be; gives the number of rows that each changed. */
  acceptAll?(operations: readonly Execute[]): Promise<readonly unknown[]>
  /**
   * Deals with what waits and with statements of tsmig's own, and commits, in one message. Absent where that can't be now.
   */
  readonly commitWith?: ((operations: readonly Execute[], way?: WayOfStep) => Promise<void>) | undefined
  /**
   * Sends a step behind the one that is on its way, in a transaction of its own, with rows that `commitWith` is given in its
   * turn: the same ones. `false` where it has to wait for its turn. Absent where nothing can be sent so.
   */
  readonly sendAhead?: ((entries: readonly PlacedEntry[], rows: readonly Execute[]) => boolean) | undefined
  /** Whether what failed last won't fail again, where it was for something of the sink's own. */
  isMended?(): boolean
  /** Where it is written down how far the step has come, until told otherwise: for what is not rolled back. */
  track?(progress: StepProgress | undefined): void
  /** Does all of it or nothing, as far as the database can. */
  together?(body: () => Promise<void>): Promise<void>
  commit(): Promise<void>
  /** Takes back what the step did, as far as the database can. */
  rollback(): Promise<void>
  /** Whether a rollback would leave something of what ran since `begin`; absent: nothing. */
  readonly keptSome?: boolean
  /** What is left of a revision that failed: a sentence. */
  failureNote(revision: string): string
  /** A line about what comes next: for scripts. */
  comment(text: string): void
}
