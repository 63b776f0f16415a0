/** One migration, in words that every tool has. */
export interface Migration {
  /** From 1 on. */
  readonly number: number
  /** Names sort in order. */
  readonly name: string
  readonly statements: readonly string[]
  readonly undo: readonly string[]
}

/** So many migrations that make a table of four columns and an index each. */
export function migrationsOf(count: number): readonly Migration[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1
    const table = `item_${String(number).padStart(5, '0')}`
    return {
      number,
      name: `create_${table}`,
      statements: [
        `CREATE TABLE ${table} (id integer PRIMARY KEY, name varchar(100) NOT NULL, price numeric(10, 2), made timestamp)`,
        `CREATE INDEX ix_${table}_name ON ${table} (name)`,
      ],
      undo: [`DROP TABLE ${table}`],
    }
  })
}

/** So many migrations that change nothing: what a tool pays for their number alone. */
export function emptyMigrationsOf(count: number): readonly Migration[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    name: `step_${String(index + 1).padStart(5, '0')}`,
    statements: ['SELECT 1'],
    undo: ['SELECT 1'],
  }))
}
