import type { ColumnType } from './column-type.ts'
import type { Sql, SqlValue } from './values.ts'

/** A table's name, with its schema where that is not the connection's own. */
export interface TableName {
  readonly name: string
  readonly schema?: string
}

export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  /** A value, or SQL text. Absent: no default. */
  readonly default?: SqlValue | Sql
  /** The database numbers the rows: identity on PostgreSQL, AUTOINCREMENT on SQLite. */
  readonly identity?: Identity
  /** PostgreSQL: numbered by a sequence of its own, `<table>_<column>_seq`, as `serial` does it. */
  readonly serial?: true
  readonly generated?: GeneratedColumn
  readonly collation?: string
  readonly comment?: string
  readonly postgres?: PostgresColumn
  readonly mysql?: MysqlColumn
  readonly sqlite?: SqliteColumn
}

/** What only PostgreSQL's columns have. */
export interface PostgresColumn {
  /** How long values are kept; absent: as the type has it. */
  readonly storage?: 'plain' | 'main' | 'external' | 'extended'
  readonly compression?: 'pglz' | 'lz4'
  /** The statistics target. */
  readonly statistics?: number
  /** `{ n_distinct: -0.5 }` */
  readonly options?: Readonly<Record<string, string | number | boolean>>
  /** It comes from a table that this one inherits from, and its default, NOT NULL or settings are its own. */
  readonly inherited?: true
  /** PostgreSQL 18: what its NOT NULL has beside the column, where that is not the server's own. */
  readonly notNull?: NotNull
}

/** A NOT NULL as a constraint. */
export interface NotNull {
  readonly name?: string
  /** Rows that are there already are not checked. */
  readonly notValid?: true
  /** Tables that inherit don't get it. */
  readonly noInherit?: true
  readonly comment?: string
}

/** What only MySQL's and MariaDB's columns have. */
export interface MysqlColumn {
  readonly characterSet?: string
  /** The expression behind ON UPDATE: `current_timestamp()`. */
  readonly onUpdate?: string
  readonly invisible?: true
  /** MariaDB: a condition that is written with the column, and has no name of its own. */
  readonly check?: string
}

/** What becomes of a row that breaks a constraint, where its statement doesn't say. SQLite. */
export type ConflictAction = 'rollback' | 'abort' | 'fail' | 'ignore' | 'replace'

/** What only SQLite's columns have. */
export interface SqliteColumn {
  /** NOT NULL ON CONFLICT; `abort` unless given. */
  readonly onNull?: ConflictAction
}

/** What only SQLite's primary keys and unique constraints have. */
export interface SqliteKey {
  /** ON CONFLICT; `abort` unless given. */
  readonly onConflict?: ConflictAction
  /** The columns whose order is turned round. */
  readonly descending?: readonly string[]
  /** Collations other than the columns' own, by column. */
  readonly collations?: Readonly<Record<string, string>>
  /** The columns of a primary key that take NULL all the same. */
  readonly nullable?: readonly string[]
}

export interface Identity {
  /** `always` refuses values given by hand. */
  readonly mode: 'always' | 'by default'
  readonly start?: number | bigint
  readonly increment?: number | bigint
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly cache?: number | bigint
  readonly cycle?: true
  /** PostgreSQL: the name of its sequence, where it is not the one that the server chooses. */
  readonly sequence?: string
}

export interface GeneratedColumn {
  readonly expression: string
  readonly stored: boolean
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

/** When a constraint is checked. Absent: at once, always. */
export interface Deferral {
  readonly deferrable: boolean
  readonly initially?: 'immediate' | 'deferred'
}

export interface PrimaryKey {
  readonly kind: 'primaryKey'
  readonly name?: string
  readonly columns: readonly string[]
  /** The columns with their order or prefix, where one has any. MySQL. */
  readonly keys?: readonly IndexKey[]
  /** Columns stored beside the key. PostgreSQL. */
  readonly include?: readonly string[]
  /** The last column is a range, and no two of one key overlap. PostgreSQL 18. */
  readonly withoutOverlaps?: true
  readonly deferral?: Deferral
  /** PostgreSQL, MySQL. */
  readonly comment?: string
  /** Storage parameters of the index behind it. PostgreSQL. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  /** Where that index lives. PostgreSQL. */
  readonly tablespace?: string
  readonly sqlite?: SqliteKey
}

export interface UniqueConstraint {
  readonly kind: 'unique'
  readonly name?: string
  readonly columns: readonly string[]
  readonly include?: readonly string[]
  /** Two NULLs are the same. PostgreSQL 15. */
  readonly nullsNotDistinct?: true
  /** The last column is a range, and no two of one key overlap. PostgreSQL 18. */
  readonly withoutOverlaps?: true
  readonly deferral?: Deferral
  /** PostgreSQL, MySQL. */
  readonly comment?: string
  /** Storage parameters of the index behind it. PostgreSQL. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  /** Where that index lives. PostgreSQL. */
  readonly tablespace?: string
  readonly sqlite?: SqliteKey
}

export interface CheckConstraint {
  readonly kind: 'check'
  readonly name?: string
  /** The condition, without the parentheses around it. */
  readonly expression: string
  /** Rows that are there already are not checked. PostgreSQL. */
  readonly notValid?: true
  /** Tables that inherit don't get it. PostgreSQL. */
  readonly noInherit?: true
  /** Written down, and not enforced. MySQL, PostgreSQL 18. */
  readonly notEnforced?: true
  /** PostgreSQL. */
  readonly comment?: string
}

export interface ForeignKey {
  readonly kind: 'foreignKey'
  readonly name?: string
  readonly columns: readonly string[]
  readonly references: { readonly table: TableName; readonly columns: readonly string[] }
  readonly onDelete?: ReferentialAction
  readonly onUpdate?: ReferentialAction
  /** The columns that ON DELETE SET NULL or SET DEFAULT is about; all unless given. PostgreSQL 15. */
  readonly onDeleteColumns?: readonly string[]
  readonly match?: 'full' | 'partial' | 'simple'
  /** The last column of either side is a range, and all of it has to be there. PostgreSQL 18. */
  readonly period?: true
  readonly deferral?: Deferral
  /** Rows that are there already are not checked. PostgreSQL. */
  readonly notValid?: true
  /** Written down, and not enforced. PostgreSQL 18. */
  readonly notEnforced?: true
  /** PostgreSQL. */
  readonly comment?: string
}

/** No two rows may compare true on all elements. PostgreSQL. */
export interface ExcludeConstraint {
  readonly kind: 'exclude'
  readonly name?: string
  readonly elements: readonly (IndexKey & { readonly operator: string })[]
  /** The index method; `gist` unless given. */
  readonly method?: string
  /** The rows it is about. */
  readonly where?: string
  readonly deferral?: Deferral
  /** PostgreSQL. */
  readonly comment?: string
  /** Storage parameters of the index behind it. PostgreSQL. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  /** Where that index lives. PostgreSQL. */
  readonly tablespace?: string
}

export type Constraint = PrimaryKey | UniqueConstraint | CheckConstraint | ForeignKey | ExcludeConstraint

/** One key of an index: a column, or an expression. */
export interface IndexKey {
  readonly column?: string
  readonly expression?: string
  readonly order?: 'asc' | 'desc'
  readonly nulls?: 'first' | 'last'
  readonly collation?: string
  /** PostgreSQL's operator class. */
  readonly operatorClass?: string
  /** How many characters or bytes of the column are indexed, from its beginning. MySQL. */
  readonly prefix?: number
}

export interface Index {
  readonly name: string
  readonly keys: readonly IndexKey[]
  readonly unique?: true
  /** The predicate of a partial index. */
  readonly where?: string
  /** The access method: `gin`, `brin` on PostgreSQL; `fulltext`, `spatial`, `hash` on MySQL. */
  readonly method?: string
  /** The server keeps it, and makes no use of it. MySQL; IGNORED on MariaDB. */
  readonly invisible?: true
  /** Columns stored but not searched. PostgreSQL. */
  readonly include?: readonly string[]
  /** Two NULLs are the same in a unique index. PostgreSQL 15. */
  readonly nullsNotDistinct?: true
  /** Storage parameters: `fillfactor`. PostgreSQL. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  readonly tablespace?: string
  readonly comment?: string
}

export interface Table {
  readonly table: TableName
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  readonly comment?: string
  readonly temporary?: true
  /** SQLite: the table's options. */
  readonly strict?: true
  readonly withoutRowid?: true
  readonly postgres?: PostgresTable
  readonly mysql?: MysqlTable
}

/** What only PostgreSQL's tables have. */
export interface PostgresTable {
  readonly unlogged?: true
  /** The table holds no rows of its own; its partitions do. Keys are columns or expressions. */
  readonly partitionBy?: {
    readonly strategy: 'range' | 'list' | 'hash'
    readonly keys: readonly IndexKey[]
  }
  /** It is one of them, and has its columns unless it tells its own; `bounds` as in `FOR VALUES FROM (1) TO (10)`, or `DEFAULT`. */
  readonly partitionOf?: { readonly table: TableName; readonly bounds: string }
  readonly inherits?: readonly TableName[]
  /** Its columns are the attributes of this composite type, and stay so. */
  readonly ofType?: TableName
  /** Storage parameters: `fillfactor`. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  readonly tablespace?: string
  readonly accessMethod?: string
  /**
   * Policies decide who sees which row: for everybody but the owner, or for the owner too (`forced`). `forced but
   * disabled`: they don't, and would for the owner too if they did.
   */
  readonly rowSecurity?: 'enabled' | 'forced' | 'forced but disabled'
  /** The index that CLUSTER sorts by. */
  readonly clusterOn?: string
  /** What logical replication sends of an old row; the primary key unless given. */
  readonly replicaIdentity?: 'full' | 'nothing' | { readonly index: string }
}

/** What only MySQL's and MariaDB's tables have. */
export interface MysqlTable {
  readonly engine?: string
  readonly characterSet?: string
  readonly collation?: string
  readonly autoIncrement?: number
  readonly rowFormat?: string
  /** Other options by name: `{ stats_persistent: 1 }`. */
  readonly options?: Readonly<Record<string, string | number>>
  /** What stands behind PARTITION BY: `HASH (id)\nPARTITIONS 4`. */
  readonly partitionBy?: string
}
