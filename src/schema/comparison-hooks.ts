import type { TableDefinition } from './define-table.ts'
import type { Column, Constraint, Index, TableName } from './model.ts'
import type { SchemaObject } from './objects.ts'

/** What a part of a schema is, in the words of the model: `table`, `column`, `foreignKey`, `view`. */
export type PartType = 'table' | 'column' | 'index' | Constraint['kind'] | SchemaObject['type']

/** A part of a schema: a table, what stands in one, or an object. */
export type SchemaPart = TableDefinition | Column | Index | Constraint | SchemaObject

/** Where a part stands. */
export interface PartPlace {
  /** Its database schema; absent: the connection's own. */
  readonly schema?: string
  /** The table that it is part of. */
  readonly table?: string
}

/** Whether something that stands in the database counts at all. */
export type IncludeName = (name: string, type: PartType, place: PartPlace) => boolean

/**
 * Whether a part counts. `reflected`: it was read from the database; `compareTo` is then its declaration, and of a
 * declared part what the database has in its place, where it has anything.
 */
export type IncludeObject = (
  part: SchemaPart,
  name: string,
  type: PartType,
  reflected: boolean,
  compareTo: SchemaPart | undefined,
) => boolean

/** A column that stands in both. */
export interface ColumnPair {
  readonly table: TableName
  readonly database: Column
  readonly declared: Column
}

/** Whether two columns differ in some way; `undefined`: as tsmig sees it. */
export type CompareColumn = (pair: ColumnPair) => boolean | undefined

/** What of the database and the declaration is compared, and how. */
export interface ComparisonHooks {
  readonly includeName?: IncludeName
  readonly includeObject?: IncludeObject
  /** Whether database schemas are compared that no declaration is in: all of them, or those named. */
  readonly includeSchemas?: boolean | readonly string[]
  /** `false`: no type of a column is compared; a function decides column by column. */
  readonly compareType?: boolean | CompareColumn
  /** The same for defaults. */
  readonly compareServerDefault?: boolean | CompareColumn
}
