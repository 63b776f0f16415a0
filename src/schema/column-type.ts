/**
 * The type of a column: what is portable by name, and anything else as `raw`.
 * Lengths are in characters (bytes for `binary`), precisions in digits.
 */
export type ColumnType =
  | {
      readonly type:
        | 'smallint'
        | 'integer'
        | 'bigint'
        | 'real'
        | 'double'
        | 'boolean'
        | 'text'
        | 'date'
        | 'uuid'
    }
  | { readonly type: 'json' | 'jsonb' }
  | { readonly type: 'numeric'; readonly precision?: number; readonly scale?: number }
  | { readonly type: 'varchar' | 'char' | 'binary'; readonly length?: number }
  | { readonly type: 'time' | 'timestamp'; readonly withTimeZone?: true; readonly precision?: number }
  | { readonly type: 'interval'; readonly fields?: string; readonly precision?: number }
  | {
      readonly type: 'enum'
      readonly values: readonly string[]
      readonly name?: string
      readonly schema?: string
    }
  | { readonly type: 'array'; readonly of: ColumnType }
  | { readonly type: 'raw'; readonly sql: string }
