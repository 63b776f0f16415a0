import type { DatabaseKind } from '../support/database.ts'

export type ToolName = 'tsmig' | 'knex' | 'node-pg-migrate' | 'node-pg-migrate (wait)'

/** One migration, in words that every tool has. */
export interface Migration {
  readonly name: string
  readonly statements: readonly string[]
  /** `false`: it can't run in a transaction. */
  readonly transaction?: boolean
  /** Where the variable HOLD is set, it then says "working", and does this. */
  readonly hold?: Hold
  /** What tsmig is given in place of the statements: the body of an `upgrade`. */
  readonly upgrade?: string
}

/** A minute of doing nothing, or a statement that takes its time. */
export type Hold = 'a minute' | { readonly sql: string }

/** A migration tool, as its user runs it. */
export interface Tool {
  readonly name: ToolName
  readonly databases: readonly DatabaseKind[]
  /**
   * Writes a project into a folder, whose migrations build on each other in this order; `versionTable`: with another
   * table of its own than usual.
   */
  write(folder: string, url: string, migrations: readonly Migration[], versionTable?: string): void
  /** The arguments of Node that bring a database to the last migration. */
  readonly upgrade: readonly string[]
  /** The same with a wait for another run of two seconds at most, where the tool can be told so. */
  readonly upgradeSoon: readonly string[]
  /** The same beside another history, of another version table, in the same database. */
  readonly upgradeBeside: readonly string[]
  /** What to run behind a run that was killed, where its documentation has something. */
  readonly repair?: readonly string[]
  /** The text of a module in the folder that exports `upgrade`, for whoever calls it from code. */
  readonly library: string
  /** Tables that are the tool's own. */
  readonly ownTables: readonly string[]
}

/** The others that may run at the same time as another run of theirs: the last one in the two ways that it has. */
export const racers: readonly ToolName[] = ['knex', 'node-pg-migrate', 'node-pg-migrate (wait)']

/** The others, each once. */
export const others: readonly ToolName[] = ['knex', 'node-pg-migrate']
