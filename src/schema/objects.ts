import type { ColumnType } from './column-type.ts'
import type { CheckConstraint, Index, NotNull, TableName } from './model.ts'
import type { Sql, SqlValue } from './values.ts'

/** The name of anything that lives in a schema; without one, the connection's own. */
export interface QualifiedName {
  readonly name: string
  readonly schema?: string
}

/**
 * What a schema holds beside its tables. `type` tells which, in PostgreSQL's words.
 * SQL texts (queries, conditions, bodies) stand as written, without a semicolon at their end.
 */
export type SchemaObject =
  | SchemaNamespace
  | Extension
  | Sequence
  | EnumType
  | CompositeType
  | Domain
  | View
  | Routine
  | Trigger
  | Policy
  | Grant
  | OtherObject

export interface SchemaNamespace {
  readonly type: 'schema'
  readonly name: string
  /** Where it is not who makes it. */
  readonly owner?: string
  readonly comment?: string
}

export interface Extension {
  readonly type: 'extension'
  readonly name: string
  readonly schema?: string
  /** Where it is not the one that the server would give. */
  readonly version?: string
  /** Where it is not the extension's own. */
  readonly comment?: string
}

/** Numbers are bigints where a double can't hold them. An absent one is the database's own. */
export interface Sequence extends QualifiedName {
  readonly type: 'sequence'
  readonly dataType?: 'smallint' | 'integer' | 'bigint'
  readonly start?: number | bigint
  readonly increment?: number | bigint
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly cache?: number | bigint
  readonly cycle?: true
  /** PostgreSQL 15: what it counted may be lost in a crash. */
  readonly unlogged?: true
  /** The column that it goes away with. */
  readonly ownedBy?: { readonly table: TableName; readonly column: string }
  readonly comment?: string
}

export interface EnumType extends QualifiedName {
  readonly type: 'enum'
  readonly values: readonly string[]
  readonly comment?: string
}

/** An enum type that remembers, for the type checker, what its values are. */
export interface DeclaredEnum<Label extends string> extends EnumType {
  readonly values: readonly Label[]
}

export interface CompositeType extends QualifiedName {
  readonly type: 'composite'
  readonly attributes: readonly {
    readonly name: string
    readonly type: ColumnType
    readonly collation?: string
    readonly comment?: string
  }[]
  readonly comment?: string
}

export interface Domain extends QualifiedName {
  readonly type: 'domain'
  readonly dataType: ColumnType
  readonly nullable: boolean
  /** PostgreSQL 17: what its NOT NULL has, where that is not the server's own: a name, a comment. */
  readonly notNull?: NotNull
  readonly default?: SqlValue | Sql
  readonly collation?: string
  readonly checks: readonly CheckConstraint[]
  readonly comment?: string
}

export interface View extends QualifiedName {
  readonly type: 'view'
  readonly query: string
  readonly columns?: readonly string[]
  /** PostgreSQL: its rows are stored. */
  readonly materialized?: true
  /** The indexes of a materialized view. */
  readonly indexes?: readonly Index[]
  /** Comments of its columns, by name. PostgreSQL. */
  readonly columnComments?: Readonly<Record<string, string>>
  /** A materialized view that is made without its rows. */
  readonly withoutData?: true
  readonly checkOption?: 'local' | 'cascaded'
  /** PostgreSQL: `security_barrier`, `security_invoker`, storage parameters. */
  readonly options?: Readonly<Record<string, string | number | boolean>>
  readonly postgres?: PostgresView
  readonly comment?: string
}

/** What only PostgreSQL's materialized views have. */
export interface PostgresView {
  readonly tablespace?: string
  readonly accessMethod?: string
  /** The index that CLUSTER sorts by. */
  readonly clusterOn?: string
}

export interface Routine extends QualifiedName {
  readonly type: 'function' | 'procedure'
  /** As in its CREATE, without the parentheses: `a integer, b text DEFAULT 'x'`. */
  readonly arguments: string
  /** What stands behind RETURNS; none for a procedure, nor where OUT arguments say it. */
  readonly returns?: string
  /** `sql`, `plpgsql`; none on MySQL. */
  readonly language?: string
  /** The body as the language has it: what stands between the dollar quotes, or BEGIN … END. */
  readonly body: string
  readonly volatility?: 'immutable' | 'stable' | 'volatile'
  /** PostgreSQL: returns NULL on NULL input. */
  readonly strict?: true
  readonly securityDefiner?: true
  readonly leakproof?: true
  readonly parallel?: 'safe' | 'restricted' | 'unsafe'
  readonly cost?: number
  readonly rows?: number
  /** PostgreSQL: `SET name TO value`. */
  readonly set?: Readonly<Record<string, string>>
  readonly mysql?: MysqlRoutine
  readonly comment?: string
}

/** What only MySQL's and MariaDB's routines have; `volatility` goes before the first two. */
export interface MysqlRoutine {
  readonly deterministic?: true
  readonly dataUse?: 'no sql' | 'reads sql data' | 'modifies sql data'
  /** With whose rights it runs: those of its definer unless given. */
  readonly security?: 'invoker'
}

export interface Trigger {
  readonly type: 'trigger'
  readonly name: string
  /** The table or view it watches. */
  readonly table: TableName
  readonly timing: 'before' | 'after' | 'instead of'
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[]
  /** The columns whose update it watches; all unless given. */
  readonly columns?: readonly string[]
  readonly forEach: 'row' | 'statement'
  /** The condition, without the parentheses around it. */
  readonly when?: string
  /** PostgreSQL: the function call, `audit('product')`; SQLite: statements; MySQL: one statement, or BEGIN … END. */
  readonly body: string
  /** PostgreSQL: names of transition tables. */
  readonly referencing?: { readonly old?: string; readonly new?: string }
  /** PostgreSQL: a constraint trigger. */
  readonly constraint?: { readonly deferrable: boolean; readonly initially?: 'immediate' | 'deferred' }
  /** MySQL: the trigger of the same moment that runs right before it. */
  readonly follows?: string
  /** PostgreSQL: when it fires; absent: unless the session is a replica's. */
  readonly enabled?: 'disabled' | 'replica' | 'always'
  readonly comment?: string
}

/** A row-level security policy. PostgreSQL. */
export interface Policy {
  readonly type: 'policy'
  readonly name: string
  readonly table: TableName
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete'
  /** A restrictive policy has to hold beside the others. */
  readonly restrictive?: true
  /** Everybody unless given. */
  readonly roles?: readonly string[]
  readonly using?: string
  readonly check?: string
  readonly comment?: string
}

export interface Grant {
  readonly type: 'grant'
  /** `select`, `insert`; `all`. */
  readonly privileges: readonly string[]
  /** Columns that the privileges are limited to. */
  readonly columns?: readonly string[]
  readonly on: GrantTarget
  readonly to: readonly string[]
  readonly withGrantOption?: true
}

/** Who may call a routine beside its owner, where that was said: the role `public` is everybody. */
export interface RoutinePrivileges extends QualifiedName {
  readonly type: Routine['type']
  readonly arguments: string
  /** `isPassed`: the role may pass the right on. */
  readonly roles: readonly { readonly name: string; readonly isPassed: boolean }[]
}

/**
 * What the model has no parts for (an aggregate, an operator, a rule, extended statistics, a virtual table):
 * the statements that make it and take it away.
 */
export interface OtherObject extends QualifiedName {
  readonly type: 'other'
  /** What it is, in the database's words: `aggregate`, `rule`. */
  readonly what: string
  /** The table it belongs to, where it does. */
  readonly table?: TableName
  readonly create: string
  readonly drop: string
  readonly comment?: string
}

export type GrantTarget =
  | { readonly kind: 'table' | 'sequence'; readonly name: string; readonly schema?: string }
  | { readonly kind: 'schema' | 'database'; readonly name: string }
  | {
      readonly kind: 'function' | 'procedure'
      readonly name: string
      readonly schema?: string
      readonly arguments: string
    }

/** Enough of an object to drop it. */
export type ObjectReference =
  | { readonly type: 'schema' | 'extension'; readonly name: string }
  | {
      readonly type: 'sequence' | 'enum' | 'composite' | 'domain'
      readonly name: string
      readonly schema?: string
    }
  | { readonly type: 'view'; readonly name: string; readonly schema?: string; readonly materialized?: true }
  | {
      readonly type: 'function' | 'procedure'
      readonly name: string
      readonly schema?: string
      readonly arguments: string
    }
  | { readonly type: 'trigger' | 'policy'; readonly name: string; readonly table: TableName }
  | Grant
  | OtherObject
