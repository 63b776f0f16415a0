import type { PrimaryKey } from '../../schema/model.ts'
import { conflictText } from './define/constraint.ts'
import type { ColumnDefinition, ConstraintClause } from './definition.ts'
import { includesName, sameName } from './tokenize.ts'

/** An INTEGER that alone is the primary key is the rowid, unless its column says PRIMARY KEY DESC. */
export function isTurned({ name, type }: ColumnDefinition, { columns, sqlite }: PrimaryKey): boolean {
  const isSole = columns.length === 1 && columns.every((column) => sameName(column, name))
  return isSole && includesName(sqlite?.descending, name) && type.toUpperCase() === 'INTEGER'
}

/** The column with such a key. */
export function withTurnedKey(column: ColumnDefinition, key: PrimaryKey): ColumnDefinition {
  const clause: ConstraintClause = {
    kind: 'constraint',
    ...(key.name !== undefined && { name: key.name }),
    constraint: key,
    descending: true,
    text: `PRIMARY KEY DESC${conflictText(key.sqlite?.onConflict)}`,
  }
  return { ...column, clauses: [...column.clauses, clause] }
}
