import type { DialectName } from '../schema/dialect-name.ts'
import type { Table, TableName } from '../schema/model.ts'
import type { Operation } from './operation.ts'

/** One SQL statement of a custom operation, without its semicolon; placeholders are the database's own. */
export interface CustomStatement {
  readonly sql: string
  readonly bindings?: readonly unknown[]
}

/** What a compile step is handed beside its data: how this database spells names and values. */
export interface CompileContext {
  readonly dialect: DialectName
  /** A quoted identifier. */
  identifier(name: string): string
  /** A quoted table name, with its schema. */
  tableName(table: string | TableName): string
  /** A value as SQL text. */
  literal(value: unknown): string
  /** The present shape of a table that `needs` named; `undefined` where there is no such table. SQLite and MySQL. */
  table(table: string | TableName): Table | undefined
}

/** From data to statements, without a look at the database. */
export type CompileStep<Data> = (
  data: Data,
  context: CompileContext,
) => string | CustomStatement | readonly (string | CustomStatement)[]

/** An operation that a plugin brings: what it is called, and what becomes of its data. */
export interface CustomDefinition<Data = unknown, Arguments extends readonly unknown[] = readonly [Data]> {
  /** What its data is found by, in files and logs: keep it for good. `owner.what` avoids clashes. */
  readonly name: string
  /** The method of `op` that queues it; without one, `op.invoke({ kind: 'custom', name, data })` does. */
  readonly method?: string
  /** The method's arguments as plain data; unless given, its first argument is the data. */
  data?(...args: Arguments): Data
  /** A step for each database; `default` is for those that have none of their own. */
  readonly compile: {
    readonly postgres?: CompileStep<Data>
    readonly sqlite?: CompileStep<Data>
    readonly mysql?: CompileStep<Data>
    readonly default?: CompileStep<Data>
  }
  /** The operation that undoes it, or the reason why there is none. */
  reverse?(data: Data): Operation | string
  /** One line of English. */
  describe?(data: Data): string
  /** The call as TypeScript, for generated revisions: `op.grantAll('reader')`. */
  render?(data: Data): string
  /** The tables whose shape a compile step asks for. */
  needs?(data: Data): readonly (string | TableName)[]
}
