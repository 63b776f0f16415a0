import type { ColumnType } from '../schema/column-type.ts'
import type {
  Column,
  ConflictAction,
  Constraint,
  GeneratedColumn,
  Identity,
  Index,
  PostgresColumn,
  Table,
  TableName,
} from '../schema/model.ts'
import type { Sql, SqlValue } from '../schema/values.ts'
import type { ObjectOperation } from './object-operation.ts'
import type { RebuildOptions } from './rebuild-options.ts'
import type { SettingChanges } from './setting-changes.ts'

/**
 * What a migration can do, as plain frozen data: the same for a call, for a difference found by comparing,
 * and for a line of a generated file. A `was` holds what an operation takes away, where that is known:
 * without it there is no way back.
 */
export type Operation =
  | CreateTable
  | DropTable
  | RenameTable
  | AddColumn
  | DropColumn
  | AlterColumn
  | AddConstraint
  | DropConstraint
  | CreateIndex
  | DropIndex
  | AlterTable
  | InsertRows
  | Backfill
  | Execute
  | ObjectOperation
  | CustomOperation

export interface CreateTable {
  readonly kind: 'createTable'
  readonly table: Table
  readonly indexes?: readonly Index[]
  readonly ifNotExists?: true
}

export interface DropTable {
  readonly kind: 'dropTable'
  readonly table: TableName
  readonly ifExists?: true
  readonly was?: Table
  /** The indexes of `was`. */
  readonly indexes?: readonly Index[]
}

export interface RenameTable {
  readonly kind: 'renameTable'
  readonly table: TableName
  readonly to: string
}

export interface AddColumn {
  readonly kind: 'addColumn'
  readonly table: TableName
  readonly column: Column
  /** What the definition said beside the column: its primary key, unique, check or foreign key. */
  readonly constraints?: readonly Constraint[]
  readonly ifNotExists?: true
  /** Where it goes in a table that is rebuilt; one of the two, or at the end. */
  readonly insertBefore?: string
  readonly insertAfter?: string
}

export interface DropColumn {
  readonly kind: 'dropColumn'
  readonly table: TableName
  readonly column: string
  readonly ifExists?: true
  readonly was?: Column
  /** The constraints that go with it. */
  readonly constraints?: readonly Constraint[]
}

export interface AlterColumn {
  readonly kind: 'alterColumn'
  readonly table: TableName
  readonly column: string
  readonly to: ColumnChange
  /** The column as it is before, as far as it is told. */
  readonly existing?: ExistingColumn
  /** Where it goes in a table that is rebuilt; one of the two, or where it is. */
  readonly insertBefore?: string
  readonly insertAfter?: string
  /** PostgreSQL: a check that is validated while others work tells first that no row has a NULL. */
  readonly checkedFirst?: true
}

/** What is known of a column: an absent key is unknown; what is `null` is known not to be there. */
export interface ExistingColumn
  extends Partial<Omit<Column, 'comment' | 'identity' | 'generated' | 'serial' | 'collation'>> {
  readonly serial?: boolean
  readonly comment?: string | null
  readonly identity?: Identity | null
  readonly generated?: GeneratedColumn | null
  readonly collation?: string | null
}

/** An absent key is left as it is; `null` takes it away. */
export interface ColumnChange {
  readonly name?: string
  readonly type?: ColumnType
  /** How the old value becomes the new: an SQL expression. PostgreSQL's USING. */
  readonly using?: string
  readonly nullable?: boolean
  /** `null`: no default. */
  readonly default?: SqlValue | Sql
  /** `null`: no comment. */
  readonly comment?: string | null
  readonly identity?: Identity | null
  /** `null`: its values stay, and are computed no more. */
  readonly generated?: GeneratedColumn | null
  /** `null`: the usual one of the type, or of the table. */
  readonly collation?: string | null
  /** PostgreSQL: a sequence of its own numbers it, or no more. */
  readonly serial?: boolean
  readonly postgres?: PostgresColumnChange
  readonly mysql?: MysqlColumnChange
  readonly sqlite?: SqliteColumnChange
}

/** An absent key is left as it is; `null` makes it what it usually is. */
export interface PostgresColumnChange {
  readonly storage?: NonNullable<PostgresColumn['storage']> | null
  readonly compression?: NonNullable<PostgresColumn['compression']> | null
  readonly statistics?: number | null
  readonly options?: SettingChanges
}

/** An absent key is left as it is; `null` takes it away. */
export interface MysqlColumnChange {
  readonly characterSet?: string | null
  readonly onUpdate?: string | null
  readonly invisible?: boolean
  readonly check?: string | null
}

/** `null`: `abort`, as usual. */
export interface SqliteColumnChange {
  readonly onNull?: ConflictAction | null
}

export interface AddConstraint {
  readonly kind: 'addConstraint'
  readonly table: TableName
  readonly constraint: Constraint
}

export interface DropConstraint {
  readonly kind: 'dropConstraint'
  readonly table: TableName
  /** Empty: it has none, and is found by what it was. SQLite. */
  readonly name: string
  readonly type?: Constraint['kind']
  readonly ifExists?: true
  readonly was?: Constraint
}

export interface CreateIndex {
  readonly kind: 'createIndex'
  readonly table: TableName
  readonly index: Index
  readonly ifNotExists?: true
  readonly concurrently?: true
}

export interface DropIndex {
  readonly kind: 'dropIndex'
  readonly name: string
  readonly table?: TableName
  /** The schema it lives in, where its table is not told. */
  readonly schema?: string
  readonly ifExists?: true
  readonly concurrently?: true
  readonly was?: Index
}

/** Changes of one table that belong together. Where a table has to be rebuilt, it is rebuilt once. */
export interface AlterTable {
  readonly kind: 'alterTable'
  readonly table: TableName
  readonly changes: readonly TableChange[]
  /** `auto`: where the database can't do it otherwise. */
  readonly recreate: 'auto' | 'always' | 'never'
  /** For databases that rebuild tables; others pass it over. */
  readonly rebuild?: RebuildOptions
}

export type TableChange =
  | AddColumn
  | DropColumn
  | AlterColumn
  | AddConstraint
  | DropConstraint
  | CreateIndex
  | DropIndex

export interface InsertRows {
  readonly kind: 'insertRows'
  readonly table: TableName
  /** The order of the values in each row. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlValue[])[]
}

/** Rows that are given values, batch by batch in the order of a key: each batch is a transaction of its own. */
export interface Backfill {
  readonly kind: 'backfill'
  readonly table: TableName
  readonly set: readonly Assignment[]
  /** Only rows of which this is true are changed. */
  readonly where?: string
  /** Absent: the primary key. */
  readonly key?: readonly string[]
  readonly batchSize?: number
  /** Milliseconds between two batches. */
  readonly pause?: number
}

/** What a column is given: SQL, or a value. */
export type Assignment =
  | { readonly column: string; readonly expression: string; readonly value?: never }
  | { readonly column: string; readonly value: SqlValue; readonly expression?: never }

/** SQL as the user wrote it, or as knex compiled it; placeholders are the database's own (`$1`, `?`). */
export interface Execute {
  readonly kind: 'execute'
  readonly sql: string
  readonly bindings?: readonly unknown[]
}

/** An operation that a plugin brought: `name` finds its compile step, its reverse, its rendering. */
export interface CustomOperation {
  readonly kind: 'custom'
  readonly name: string
  /** What the plugin's method was given, as plain data. */
  readonly data: unknown
}
