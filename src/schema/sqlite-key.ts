import type { SqliteKey } from './model.ts'

/** What SQLite's key says, of columns that are called otherwise. */
export function sqliteKeyAs(key: SqliteKey, nameOf: (column: string) => string): SqliteKey {
  const { descending, collations, nullable } = key
  return {
    ...key,
    ...(descending !== undefined && { descending: descending.map(nameOf) }),
    ...(collations !== undefined && {
      collations: Object.fromEntries(Object.entries(collations).map(([name, one]) => [nameOf(name), one])),
    }),
    ...(nullable !== undefined && { nullable: nullable.map(nameOf) }),
  }
}
