import type { InsertRows, Operation } from '../operations/operation.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { Column, Index, Table, TableName } from '../schema/model.ts'
import type { Grant, RoutinePrivileges } from '../schema/objects.ts'
import type { IntrospectionProgress, SchemaSnapshot } from '../schema/snapshot.ts'
import type { Query, Rows } from './query.ts'
import type { TableWalk } from './table-walk.ts'

/** One SQL statement, without its semicolon. Placeholders are the database's own: `$1`, `?`. */
export interface Statement {
  readonly sql: string
  readonly bindings?: readonly unknown[]
  /** The type that it makes; `unlessThere`: it does nothing where that is there already. */
  readonly makes?: { readonly type: string; readonly unlessThere?: true }
}

/** A statement that takes rows as text, beside it: a part of many rows. */
export interface RowCopy {
  readonly sql: string
  /** Which of all the rows is its first, from 1. */
  readonly first: number
  /** The rows, in pieces; the same each time. Throws `UnwritableValueError` at a value that has no text. */
  text(): Iterable<Uint8Array>
  /** Which of its rows, from 1, the server's error is about, and which column, where it tells. */
  failedAt(thrown: unknown): { readonly row: number; readonly column?: string } | undefined
}

/** How long statements wait for locks on tables, and take: statements for a session, where it has such a limit. */
export interface SessionLimits {
  /** Milliseconds, 0 for none. */
  set(limit: LimitKind, milliseconds: number): string | undefined
  reset(limit: LimitKind): string
  /** Whether a statement is to run without them. */
  spares(sql: string): boolean
}

export type LimitKind = 'tableLock' | 'statement'

export type { Query, Rows }

/** A table as it stands in the database, with all that a rebuild has to carry over. */
export interface TableShape {
  readonly table: Table
  /** The CREATE TABLE text, where the database keeps it: it says more than `table`, and goes before it. */
  readonly sql?: string
  readonly indexes: readonly ShapedIndex[]
  readonly triggers: readonly StoredSql[]
  /** Views whose text mentions the table, in the order in which they can be created. */
  readonly views: readonly StoredSql[]
  /** SQLite: the table numbers its rows with AUTOINCREMENT, and where the counter stands. */
  readonly autoincrement?: { readonly sequence: number }
}

/** An index as the database spells it, and as data where it could be read as data. */
export interface ShapedIndex {
  readonly sql: string
  readonly index: Index
}

export interface StoredSql {
  readonly name: string
  readonly sql: string
}

/** The tables that `needs` asked for; `undefined` where there is no such table. */
export type Shapes = (table: TableName) => TableShape | undefined

/**
 * What differs between databases. Everything but `shapeOf` is a pure function;
 * an operation that the database can't do is an `UnsupportedOperationError` before anything ran.
 */
export interface Dialect {
  readonly name: DialectName
  /** How the database is called in messages. */
  readonly title: string
  /** Whether ROLLBACK undoes DDL. */
  readonly transactionalDdl: boolean
  /** Statements around each transaction. */
  readonly bracket: Bracket
  /** Statements that set up a connection of tsmig's own, and a script, before all others. */
  readonly session?: readonly string[]
  /** Tells the server that what follows is UTF-8: in a script, before the first letter that isn't ASCII. */
  readonly scriptEncoding?: string
  /** The tables whose present shape `compile` makes use of; it throws where it can't do without. */
  needs(operation: Operation): readonly TableName[]
  /** The statements that do the operation, in order. */
  compile(operation: Operation, shapes: Shapes): readonly Statement[]
  /**
   * A faster way than `compile` knows for many rows, inside a transaction; `undefined` where it is none, or wouldn't do
   * the very same.
   */
  copyRows?(query: Query, operation: InsertRows): Promise<readonly RowCopy[] | undefined>
  /** Whether the operation ends the transaction it runs in: absent where none does. */
  commits?(operation: Operation): boolean
  /** The statement with its end, as a script has it: absent where a semicolon ends all. */
  scriptText?(sql: string): string
  /** What makes limits those of the session, and what gives them back; absent where there are none. */
  readonly sessionLimits?: SessionLimits
  /**
   * What the catalog says of all that a statement names, as one text: another one as soon as the statement has been
   * done, unless it may as well be done again. `undefined` where the catalog can't tell.
   */
  traceOf(query: Query, sql: string): Promise<string | undefined>
  /** What takes away what an earlier try of a statement, that failed, has left in its way. */
  leftoversOf?(query: Query, sql: string): Promise<readonly Statement[]>
  /** How a table is gone through, batch by batch. */
  readonly walk: TableWalk
  shapeOf(query: Query, table: TableName): Promise<TableShape | undefined>
  /** Reads all that the database holds but rows, in a number of queries that doesn't grow with it, in the order of `sortSnapshot`. */
  introspect?(query: Query, options?: IntrospectOptions): Promise<SchemaSnapshot>
  /** The same query, for a session that is introspected over and over; absent where nothing is won by it. */
  keepQuestions?(query: Query): Query
  /** The privileges that go with a view when it is dropped and made again; absent where none is. */
  grantsOnViews?(query: Query): Promise<readonly Grant[]>
  /** The same of functions and procedures, those that have other privileges than a new one; absent where none goes. */
  privilegesOnRoutines?(query: Query): Promise<readonly RoutinePrivileges[]>
  /**
   * The declared schema with its expressions and types in the spelling of the server, wherever they differ in text
   * from what `actual` has in their place. The server is asked, in transactions that are rolled back.
   */
  settle?(query: Query, declared: SchemaSnapshot, actual: SchemaSnapshot): Promise<SchemaSnapshot>
  /** The same without a server: a weaker rule, which the documentation of each dialect tells. */
  settleOffline?(snapshot: SchemaSnapshot): SchemaSnapshot
  /**
   * A schema that was read, in the spelling of another one wherever both say the same. Absent where a server gives
   * back all it has in one spelling.
   */
  spelledLike?(snapshot: SchemaSnapshot, other: SchemaSnapshot): SchemaSnapshot
  /** A value as SQL text; `UnwritableValueError` where there is no safe spelling. */
  literal(value: unknown): string
  /** The statement with its bindings written into it as literals. */
  inline(statement: Statement): string
  /** A quoted identifier. */
  identifier(name: string): string
  /** A quoted table name, with its schema. */
  tableName(table: TableName): string
  /** The n-th placeholder, from 1. */
  placeholder(position: number): string
  /** The definition of a column as in CREATE TABLE: for messages and `describe`. */
  columnDefinition(column: Column): string
  /** How the server itself refuses a change of any other number of rows; absent where it can't. */
  readonly oneRow?: OneRow
  /** The time in a message of several statements; absent where the server doesn't tell. */
  readonly messageClock?: MessageClock
  /** How a message is bound to the one before it; absent where it can't be. */
  readonly messageChain?: MessageChain
}

/** Expressions that count from when the server came to the message in which they stand. */
export interface MessageClock {
  /** An integer: so many milliseconds, and those since then. */
  milliseconds(before: string): string
  /** The instant, in ISO 8601 and UTC with three digits of a second. */
  readonly now: string
}

/**
 * Statements for messages that are a transaction each, and are sent before those in front of them are answered. Each leaves
 * a mark in the session, under a name that no other has.
 */
export interface MessageChain {
  /** Leaves a mark. */
  first(name: string): string
  /** The same, and fails unless the last mark is `before`, that of the message in front of it: that one was committed then. */
  behind(before: string, name: string): string
  /** Whether that is what an error of the driver's says. */
  isRefusal(thrown: unknown): boolean
  /** Takes the mark away. */
  readonly ending: string
}

/** Statements that fail where they don't change exactly one row: what follows in the same message isn't run then. */
export interface OneRow {
  /** An INSERT, UPDATE or DELETE, so that it fails there. */
  statement(sql: string): string
  /** The same together with an INSERT, which is given what stands in it for the number 0. */
  withInsert(sql: string, insert: (zero: string) => string): string
  /** Whether that is what an error of the driver's says. */
  isRefusal(thrown: unknown): boolean
  /** Whether this can be done with tables: rules, and views, don't let themselves be counted. Names are quoted. */
  canCount(query: Query, tables: readonly string[]): Promise<boolean>
}

/** What of a database is read. */
export interface IntrospectOptions {
  /** The schemas to read, by name; all that are not the server's own unless given. */
  readonly schemas?: readonly string[]
  /** Told of each query. */
  readonly onProgress?: IntrospectionProgress
  /** Called once the server works on what takes long: there is time for other things. */
  readonly onAsked?: () => void
  /** A transaction of the caller's is open: what it did is read, and nothing of the reading stays in it. */
  readonly inTransaction?: boolean
}

/** What stands around a transaction. */
export interface Bracket {
  /** Opens a transaction that may write. */
  readonly begin: string
  /** Sets the connection right behind a transaction, however it ended. */
  readonly afterEnd: readonly string[]
  /** Absent where foreign keys can stay on. */
  readonly foreignKeys?: ForeignKeySwitch
}

/** Foreign keys that are off during a transaction, and checked before it ends. */
export interface ForeignKeySwitch {
  /** A query for one value: whether they are enforced. */
  readonly read: string
  readonly off: string
  readonly on: string
  /** A query for the rows that break one. */
  readonly violations: string
}
