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
  readonly generated?: GeneratedColumn
  readonly collation?: string
  readonly comment?: string
}

export interface Identity {
  /** `always` refuses values given by hand. */
  readonly mode: 'always' | 'by default'
  readonly start?: number
  readonly increment?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly cache?: number
  readonly cycle?: true
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
  /** Columns stored beside the key. PostgreSQL. */
  readonly include?: readonly string[]
  readonly deferral?: Deferral
}

export interface UniqueConstraint {
  readonly kind: 'unique'
  readonly name?: string
  readonly columns: readonly string[]
  readonly include?: readonly string[]
  /** Two NULLs are the same. PostgreSQL 15. */
  readonly nullsNotDistinct?: true
  readonly deferral?: Deferral
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
  /** Written down, and not enforced. MySQL. */
  readonly notEnforced?: true
}

export interface ForeignKey {
  readonly kind: 'foreignKey'
  readonly name?: string
  readonly columns: readonly string[]
  readonly references: { readonly table: TableName; readonly columns: readonly string[] }
  readonly onDelete?: ReferentialAction
  readonly onUpdate?: ReferentialAction
  readonly match?: 'full' | 'partial' | 'simple'
  readonly deferral?: Deferral
  /** Rows that are there already are not checked. PostgreSQL. */
  readonly notValid?: true
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
}

export interface Index {
  readonly name: string
  readonly keys: readonly IndexKey[]
  readonly unique?: true
  /** The predicate of a partial index. */
  readonly where?: string
  /** The access method: `gin`, `brin`. PostgreSQL. */
  readonly method?: string
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
  /** It is one of them; `bounds` as in `FOR VALUES FROM (1) TO (10)`, or `DEFAULT`. */
  readonly partitionOf?: { readonly table: TableName; readonly bounds: string }
  readonly inherits?: readonly TableName[]
  /** Storage parameters: `fillfactor`. */
  readonly storage?: Readonly<Record<string, string | number | boolean>>
  readonly tablespace?: string
  readonly accessMethod?: string
}

/** What only MySQL's and MariaDB's tables have. */
export interface MysqlTable {
  readonly engine?: string
  readonly characterSet?: string
  readonly collation?: string
  readonly autoIncrement?: number
  readonly rowFormat?: string
}
