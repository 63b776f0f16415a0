/** A row of information_schema, by the names that the query gives its columns. */
export type Row = Readonly<Record<string, unknown>>

/** The text of a cell, `undefined` where it is NULL. Drivers give some texts of the catalog as bytes. */
export function textIn(row: Row, column: string): string | undefined {
  const value = row[column]
  if (value === null || value === undefined) return undefined
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value)
}

/** The text of a cell, empty where it is NULL. */
export function textOrEmpty(row: Row, column: string): string {
  return textIn(row, column) ?? ''
}

/** The number in a cell, `undefined` where it is NULL. */
export function numberIn(row: Row, column: string): number | undefined {
  const text = textIn(row, column)
  return text === undefined ? undefined : Number(text)
}

/** The key of the table that a row is about. */
export function tableKey(row: Row): string {
  return keyOf(textOrEmpty(row, 'schema'), textOrEmpty(row, 'table_name'))
}

export function keyOf(schema: string, name: string): string {
  return `${schema}\0${name}`
}

/** Rows by a key, each list in the order of the rows. */
export function grouped(
  rows: readonly Row[],
  key: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group === undefined) groups.set(key(row), [row])
    else group.push(row)
  }
  return groups
}

/** The same rows by a number in them. */
export function sortedByNumber(rows: readonly Row[], column: string): readonly Row[] {
  return rows.toSorted((a, b) => (numberIn(a, column) ?? 0) - (numberIn(b, column) ?? 0))
}
