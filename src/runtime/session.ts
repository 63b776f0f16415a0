import type { Knex } from 'knex'
import type { Dialect, Query, Rows, Statement } from '../dialects/dialect.ts'

/**
 * One connection to one database, for as long as a command needs it. The lock, the transactions and every
 * statement go over it, so that whoever loses the connection has lost the lock and the transaction too.
 */
export interface Session {
  readonly dialect: Dialect
  /** Where it leads, without the password. */
  readonly display: string
  /** Reads: one statement, its rows. */
  readonly query: Query
  /** Runs one statement, or several where it has no bindings. Gives the number of rows changed, where known. */
  run(statement: Statement): Promise<number | undefined>
  /** Begins a transaction: with what is sent next, where the driver can do that. */
  begin(sql: string): Promise<void>
  /** Runs statements without bindings in one message, where the driver can do that; gives the rows that each changed. */
  runAll?(statements: readonly string[]): Promise<readonly (number | undefined)[]>
  /** The same without the numbers; `onDone` is called for each that is done, also where one behind it fails. */
  runEach?(statements: readonly string[], onDone: () => void): Promise<void>
  /**
   * Sends a message behind those that are not answered yet: what begins a transaction, and statements of which the last ends
   * it. `begin` and `runEach` with the same get its answer, in their turn; whatever else is asked for forgets all that was
   * sent so. Absent where the driver can't.
   */
  sendAhead?(opening: string, statements: readonly string[]): void
  /** Runs a statement that takes text beside it, piece by piece; absent where the driver can't. */
  copyIn?(sql: string, pieces: Iterable<Uint8Array>): Promise<void>
  /** A knex whose queries all go over this connection; its transactions are savepoints of ours. */
  knex(): Knex
  /** On PostgreSQL, the process id of the backend, as it was announced at connect. */
  readonly announcedBackend?: number
  /** Whether a transaction of ours is open: told by whoever opens and ends them. */
  inTransaction: boolean
  /** Milliseconds within which the server has to answer a statement; else the connection is given up. */
  answerWithin?: number | undefined
  close(): Promise<void>
  /** The same where nothing was changed and nothing is held: a server that hangs up by itself is not waited for. */
  leave(): Promise<void>
}

/** What a driver does for a session: the connection, and the two ways to use it. */
export interface Driver {
  readonly connection: object
  readonly query: Query
  /** Rows of several statements that are sent at once, where the driver can do that. */
  queryAll?(statements: readonly string[], onEach?: () => void): Promise<readonly Rows[]>
  readonly announcedBackend?: number
  run(statement: Statement): Promise<number | undefined>
  /** Several statements, in one message with what comes next where the driver can do that. */
  begin?(sql: string): void | Promise<void>
  /** Whoever is to use the connection himself finds the transaction begun. */
  ready?(): Promise<void>
  runAll?(statements: readonly string[]): Promise<readonly (number | undefined)[]>
  runEach?(statements: readonly string[], onDone: () => void): Promise<void>
  sendAhead?(opening: string, statements: readonly string[]): void
  copyIn?(sql: string, pieces: Iterable<Uint8Array>): Promise<void>
  close(): Promise<void>
  /** The connection is ours alone, and the server hangs up when it is told that it may. */
  readonly hangsUp?: boolean
  /** Breaks the connection off, whatever goes on over it. */
  abandon?(): void
}
