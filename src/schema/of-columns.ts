/** What names columns of its table, for the type checker: only a table that has them takes it. */
export interface OfColumns<Name extends string> {
  readonly '~columns'?: Name
}

/** The names that the type checker knows: text that comes from elsewhere may be any column. */
export type Literals<Name extends string> = Name extends string
  ? Record<never, never> extends Record<Name, true>
    ? never
    : Name
  : never

/** The columns that keys of an index name. */
export type ColumnIn<Key> = Key extends string
  ? Key
  : Key extends { readonly column: infer Name extends string }
    ? Name
    : never
