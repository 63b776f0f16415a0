/** A column of a table, a view or a composite type, as the catalog has it. */
export interface ColumnRow {
  readonly relation: number
  readonly number: number
  readonly name: string
  readonly typeOid: number
  readonly type: string
  readonly notNull: true | null
  readonly default: string | null
  readonly identity: 'a' | 'd' | null
  readonly generated: 's' | 'v' | null
  /** The collation, in SQL, where it is not the one of the type. */
  readonly collation: string | null
  /** Where the column has one. */
  readonly collationOid: number | null
  readonly storage: 'p' | 'm' | 'e' | 'x' | null
  readonly compression: 'p' | 'l' | null
  readonly statistics: number | null
  readonly options: readonly string[] | null
  readonly comment: string | null
  /** PostgreSQL 18: its NOT NULL as JSON, where that may be more than the server's own. */
  readonly notNullParts: string | null
  /** Whether the table only inherits it, and doesn't define it itself. */
  readonly onlyInherited: true | null
  /** Set on what an heir changed of a column that is not its own. */
  readonly inherited?: true
}
