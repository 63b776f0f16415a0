/** What a column's definition says, part by part, each as the SQL text that says it. */
export interface ColumnText {
  /** With its length, its sign, the values of an enum. */
  readonly type: string
  readonly characterSet?: string
  readonly collation?: string
  /** `GENERATED ALWAYS AS (…) STORED`. */
  readonly generated?: string
  readonly nullable: boolean
  /** What stands behind DEFAULT. */
  readonly default?: string
  /** What stands behind ON UPDATE. */
  readonly onUpdate?: string
  readonly autoIncrement?: true
  /** The quoted text. */
  readonly comment?: string
  /** Checks of its own, INVISIBLE, storage, and whatever else the server says. */
  readonly rest: readonly string[]
}

/** The definition behind the column's name. */
export function printColumn(column: ColumnText): string {
  const parts = [
    column.type,
    column.characterSet && `CHARACTER SET ${column.characterSet}`,
    column.collation && `COLLATE ${column.collation}`,
    column.generated,
    // MariaDB takes no NULL for a generated column; a timestamp of old would not be nullable without.
    column.nullable ? column.generated === undefined && 'NULL' : 'NOT NULL',
    column.default !== undefined && `DEFAULT ${column.default}`,
    column.onUpdate !== undefined && `ON UPDATE ${column.onUpdate}`,
    column.autoIncrement === true && 'AUTO_INCREMENT',
    column.comment !== undefined && `COMMENT ${column.comment}`,
    ...column.rest,
  ]
  return parts.filter(Boolean).join(' ')
}

/** Whether a part of `rest` is the check that MariaDB adds to a json column by itself. */
export function isJsonCheck(part: string): boolean {
  return /^CHECK \(json_valid\(/i.test(part)
}
