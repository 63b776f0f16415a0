import type { Knex } from 'knex'
import type { AnyColumn } from '../schema/column-builder.ts'
import type { CheckOptions, PrimaryKeyOptions, UniqueOptions } from '../schema/constraints.ts'
import type { ColumnList, ColumnRecord, LooseTableParts, TableParts } from '../schema/define-table.ts'
import type { DialectName } from '../schema/dialect-name.ts'
import type { ExcludeElement, ExcludeOptions } from '../schema/exclude.ts'
import type { InheritingOptions } from '../schema/table-options.ts'
import type { ColumnOf, TypedTableOf } from '../schema/typed-table.ts'
import type { Sql, SqlValue } from '../schema/values.ts'
import type { BackfillOptions } from './backfill-operation.ts'
import type { Batch } from './batch.ts'
import type { BatchOptions } from './batch-options.ts'
import type { ColumnChanges, DropColumnOptions, SetNotNullOptions } from './column-operations.ts'
import type { DropConstraintOptions, ForeignKeyRules, OptionalName } from './constraint-operations.ts'
import type { Executable } from './execute-operation.ts'
import type { CreateIndexOptions, DropIndexOptions, IndexKeyOf } from './index-operations.ts'
import type { AlterationMethods } from './methods/alteration-methods.ts'
import type { NamespaceMethods } from './methods/namespace-methods.ts'
import type { OtherMethods } from './methods/other-methods.ts'
import type { RoutineMethods } from './methods/routine-methods.ts'
import type { SequenceMethods } from './methods/sequence-methods.ts'
import type { TableObjectMethods } from './methods/table-object-methods.ts'
import type { TableOptionMethods } from './methods/table-option-methods.ts'
import type { TriggerMethods } from './methods/trigger-methods.ts'
import type { TypeMethods } from './methods/type-methods.ts'
import type { ViewMethods } from './methods/view-methods.ts'
import type { Operation } from './operation.ts'
import type { InsertedRow } from './row-operations.ts'
import type { TableArgument } from './table-argument.ts'
import type { CreateTableOptions, DropTableOptions, SchemaOption } from './table-operations.ts'

export type { BatchOptions } from './batch-options.ts'

export interface ForeignKeyCallOptions extends ForeignKeyRules {
  readonly sourceSchema?: string
  readonly referentSchema?: string
}

export interface RunOptions {
  /** It may run again from its start, however far it came: a run that was cut off in it goes on by itself. */
  readonly repeatable?: boolean
}

/**
 * What a migration is handed. Arguments are checked and copied when a method is called, and a mistake in them is
 * thrown there and then; the promise settles when the operation has been done, or written. Operations are done in
 * the order of the calls, awaited or not, and after a failure none is.
 */
export interface Op
  extends NamespaceMethods,
    SequenceMethods,
    TypeMethods,
    OtherMethods,
    ViewMethods,
    RoutineMethods,
    TriggerMethods,
    TableObjectMethods,
    TableOptionMethods,
    AlterationMethods {
  readonly dialect: DialectName
  /** The name of the database, where the project has several. */
  readonly database?: string
  /** The migration's own connection. Not to be used while calls are waiting, nor when only SQL is written. */
  readonly knex: Knex
  /** knex's schema builder, whose calls take their turn among the operations. */
  readonly schema: Knex.SchemaBuilder

  /** Creates a table, and its indexes; gives its name, which remembers the columns' types for `bulkInsert`. */
  createTable<const Columns extends ColumnRecord | ColumnList>(
    name: TableArgument,
    columns: Columns,
    constraintsAndIndexes?: TableParts<Columns>,
    options?: CreateTableOptions,
  ): Promise<TypedTableOf<Columns>>
  /** The same for one that inherits: its constraints and indexes may name columns of its parents. */
  createTable<const Columns extends ColumnRecord | ColumnList>(
    name: TableArgument,
    columns: Columns,
    constraintsAndIndexes: LooseTableParts<Columns>,
    options: CreateTableOptions & InheritingOptions,
  ): Promise<TypedTableOf<Columns>>
  /** The same with knex's table builder. */
  createTable(
    name: TableArgument,
    build: (table: Knex.CreateTableBuilder) => unknown,
    options?: SchemaOption,
  ): Promise<void>
  /** Alters a table with knex's table builder; tsmig's own is `batch`. */
  alterTable(
    name: TableArgument,
    build: (table: Knex.AlterTableBuilder) => unknown,
    options?: SchemaOption,
  ): Promise<void>
  dropTable(name: TableArgument, options?: DropTableOptions): Promise<void>
  renameTable(name: TableArgument, to: string, options?: SchemaOption): Promise<void>

  addColumn(
    table: TableArgument,
    name: string,
    column: AnyColumn,
    options?: SchemaOption & { readonly ifNotExists?: boolean },
  ): Promise<void>
  dropColumn<Table extends TableArgument>(
    table: Table,
    column: ColumnOf<Table>,
    options?: SchemaOption & DropColumnOptions,
  ): Promise<void>
  alterColumn<Table extends TableArgument>(
    table: Table,
    column: ColumnOf<Table>,
    changes: ColumnChanges,
    options?: SchemaOption,
  ): Promise<void>

  /**
   * Makes a column NOT NULL. On PostgreSQL without keeping others from the table: outside the transaction, a check is
   * added, validated while they work, and taken away when the column has become NOT NULL by it.
   */
  setNotNull<Table extends TableArgument>(
    table: Table,
    column: ColumnOf<Table>,
    options?: SchemaOption & SetNotNullOptions,
  ): Promise<void>

  /** A name of `null` is made of the table and its columns. */
  createIndex<Table extends TableArgument>(
    name: OptionalName,
    table: Table,
    keys: IndexKeyOf<Table> | readonly IndexKeyOf<Table>[],
    options?: CreateIndexOptions<ColumnOf<Table>> & SchemaOption,
  ): Promise<void>
  dropIndex(name: string, options?: DropIndexOptions): Promise<void>

  createForeignKey<Source extends TableArgument, Referent extends TableArgument>(
    name: OptionalName,
    source: Source,
    referent: Referent,
    local: ColumnOf<Source> | readonly ColumnOf<Source>[],
    remote: ColumnOf<Referent> | readonly ColumnOf<Referent>[],
    options?: ForeignKeyCallOptions,
  ): Promise<void>
  createUniqueConstraint<Table extends TableArgument>(
    name: OptionalName,
    table: Table,
    columns: ColumnOf<Table> | readonly ColumnOf<Table>[],
    options?: Omit<UniqueOptions, 'name'> & SchemaOption,
  ): Promise<void>
  createCheckConstraint(
    name: OptionalName,
    table: TableArgument,
    condition: string | Sql,
    options?: Omit<CheckOptions, 'name'> & SchemaOption,
  ): Promise<void>
  createPrimaryKey<Table extends TableArgument>(
    name: OptionalName,
    table: Table,
    columns: ColumnOf<Table> | readonly ColumnOf<Table>[],
    options?: Omit<PrimaryKeyOptions, 'name'> & SchemaOption,
  ): Promise<void>
  /** No two rows may compare true on all elements: `[['room', '='], ['during', '&&']]`. PostgreSQL. */
  createExcludeConstraint(
    name: OptionalName,
    table: TableArgument,
    elements: readonly ExcludeElement[],
    options?: Omit<ExcludeOptions, 'name'> & SchemaOption,
  ): Promise<void>
  /** One without a name, which only SQLite has, is found by what it was; SQLite, MySQL: a primary key by its type. */
  dropConstraint(
    name: OptionalName,
    table: TableArgument,
    options?: DropConstraintOptions & SchemaOption,
  ): Promise<void>

  /**
   * Inserts rows, each with the same columns. No rows: nothing happens. A list is taken as it is when this is called;
   * what any other iterable gives, a generator or a stream of objects, is read in its turn, some thousand rows at a time.
   */
  bulkInsert<Table extends TableArgument>(
    table: Table,
    rows: Iterable<InsertedRow<Table>> | AsyncIterable<InsertedRow<Table>>,
    options?: SchemaOption,
  ): Promise<void>
  /**
   * Gives rows values, batch by batch in the order of a key, outside the transaction: each batch commits by itself,
   * together with how far it came. A run that was cut off goes on behind its last batch.
   */
  backfill<Table extends TableArgument>(
    table: Table,
    options: BackfillOptions<ColumnOf<Table>>,
  ): Promise<void>
  /** Runs SQL text, or a query built with knex and not awaited. */
  execute(statement: Executable): Promise<void>
  /**
   * Code that takes its turn among the operations, and gives its result. It has to use the knex it is handed,
   * not `op`. When only SQL is written it is refused, by its label.
   */
  run<Result>(
    label: string,
    body: (knex: Knex) => Promise<Result> | Result,
    options?: RunOptions,
  ): Promise<Result>
  /** Several changes of one table: where it has to be rebuilt, it is rebuilt once. */
  batch(
    table: TableArgument,
    fill: (batch: Batch) => void | Promise<void>,
    options?: BatchOptions,
  ): Promise<void>
  /** Does an operation that is given as data: of this package, or of a plugin. */
  invoke(operation: Operation): Promise<void>
  /** Marks a name as final: naming conventions leave it alone, here and wherever this revision says it again. */
  f(name: string): string
  /** A value as SQL text in the words of this database: where SQL is written out, and in the holes of sql`…`. */
  inlineLiteral(value: SqlValue): Sql
  /** Commits, does what `body` asks for outside any transaction, and begins the next. */
  outsideTransaction(body: () => void | Promise<void>): Promise<void>
}
