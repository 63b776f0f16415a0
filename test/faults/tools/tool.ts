import type { DatabaseKind } from '../support/database.ts'

export type ToolName = 'tsmig' | 'knex' | 'node-pg-migrate'

/** One migration, in words that every tool has. */
export interface Migration {
  readonly name: string
  readonly statements: readonly string[]
  /** `false`: it can't run in a transaction. */
  readonly transaction?: boolean
  /** What tsmig is given in place of the statements: the body of an `upgrade`. */
  readonly upgrade?: string
}

/** A migration tool, as its user runs it. */
export interface Tool {
  readonly name: ToolName
  readonly databases: readonly DatabaseKind[]
  /** Writes a project into a folder, whose migrations build on each other in this order. */
  write(folder: string, url: string, migrations: readonly Migration[]): void
  /** The arguments of Node that bring a database to the last migration. */
  readonly upgrade: readonly string[]
  /** Tables that are the tool's own. */
  readonly ownTables: readonly string[]
}
