import type { Knex } from 'knex'
import type { TableName } from '../schema/model.ts'
import type { InsertRows, Operation } from './operation.ts'

/** One turn in the stream of a migration: data, or code that only a live run can take. */
export type Entry = Operation | Later | Code | RowSource | KnexSchema | Block

/**
 * Operations that aren't known yet: `op.batch` with an async function. Their place is kept;
 * in its turn, `operations` is awaited and what it gives is taken as if it had stood there.
 */
export interface Later {
  readonly kind: 'later'
  readonly label: string
  operations(): Promise<readonly Operation[]>
}

/** A step in the user's own words. It can't be printed, only run. */
export interface Code {
  readonly kind: 'code'
  readonly label: string
  /** It may run again from its start, however far it came. */
  readonly repeatable?: true
  run(knex: Knex): Promise<unknown>
}

/** Rows that are read as they are inserted, however many there are: some at a time. */
export interface RowSource {
  readonly kind: 'rowSource'
  readonly table: TableName
  /** The rows in operations of so many each. Can be gone through once. */
  parts(): AsyncIterable<InsertRows>
}

/** What the user asked of knex's schema builder. */
export interface KnexSchema {
  readonly kind: 'knexSchema'
  readonly label: string
  run(knex: Knex): Promise<unknown>
  /**
   * The statements that knex compiles it to, with the database's own placeholders, without running anything.
   * Throws `OperationError` where knex would first look into the database.
   */
  statements(): readonly { readonly sql: string; readonly bindings?: readonly unknown[] }[]
}

/** Leaves the transaction, or enters it again. */
export interface Block {
  readonly kind: 'leaveTransaction' | 'enterTransaction'
  /** What goes on outside: whoever drains the stream waits for it before the stream is closed. */
  readonly body?: Promise<unknown>
}

/** Takes an entry in its turn, and answers when it has been dealt with. */
export type Submit = (entry: Entry) => Promise<unknown>
