import type { Dice } from '../mutation/dice.ts'
import type { Database, DatabaseKind } from './support/database.ts'
import type { Ended, Started } from './support/process.ts'
import type { Tool, ToolName } from './tools/tool.ts'

/** What a round counted, by name: `{ runs: 50, errors: 0 }`. Rounds are added up. */
export type Figures = Readonly<Record<string, number>>

/** A race, a kill or a fault of the surroundings, done again and again. */
export interface FaultTest {
  /** Its group and number: `C1`. */
  readonly name: string
  /** What holds when all goes well, in a few words. */
  readonly title: string
  readonly databases: readonly DatabaseKind[]
  /** The tools that it can be done with, beside tsmig. */
  readonly peers?: readonly ToolName[]
  readonly rounds: { readonly short: number; readonly full: number }
  /** Figures of which the largest counts, and not the sum. */
  readonly largest?: readonly string[]
  /**
   * Makes ready what all rounds need, and gives what is done in one. Gives a text where it can't be done here, with the
   * reason.
   */
  start(setting: Setting): Promise<((round: Round) => Promise<Figures>) | string>
}

/** What is the same in all rounds. */
export interface Setting {
  readonly kind: DatabaseKind
  readonly tool: Tool
  /** A few processes and a small history, as in CI. */
  readonly short: boolean
  /** Makes a database and a folder that are there until the last round has ended. */
  workspace(): Promise<Workspace>
  /** Calls this when the last round has ended. */
  atEnd(close: () => Promise<void>): void
}

/** A database, empty at first, and a folder for a project. */
export interface Workspace {
  readonly database: Database
  readonly folder: string
}

/** One round: a new database, a new folder. */
export interface Round extends Setting, Workspace {
  readonly dice: Dice
  /** Starts a program of Node's in the folder; what it writes is kept as evidence. */
  node(args: readonly string[], env?: Readonly<Record<string, string>>): Started
  /** The same to its end. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>
  /** Says that something does not hold. */
  fail(text: string): void
}
