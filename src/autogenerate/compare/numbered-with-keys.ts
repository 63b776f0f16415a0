import type { AddColumn, DropColumn } from '../../operations/operation.ts'
import type { Constraint } from '../../schema/model.ts'
import type { ColumnDifferences } from './columns.ts'
import type { PartDifferences } from './parts.ts'

/** Changes of columns and constraints, with the keys that a column can't do without beside it. */
export interface NumberedWithKeys {
  readonly columns: ColumnDifferences
  readonly constraints: PartDifferences<Constraint>
}

/**
 * A column that numbers the rows comes together with the key that it alone is, and goes with it: SQLite and MySQL number by
 * nothing but a key, and number the rows that are there as it comes.
 */
export function numberedWithKeys(
  columns: ColumnDifferences,
  constraints: PartDifferences<Constraint>,
): NumberedWithKeys {
  const moved = new Set<Constraint>()
  const withKey = <Change extends AddColumn | DropColumn>(
    change: Change,
    name: string,
    isNumbered: boolean,
    keys: readonly Constraint[],
  ): Change => {
    const key = isNumbered ? keys.find((one) => isKeyOf(one, name)) : undefined
    if (key === undefined) return change
    moved.add(key)
    return { ...change, constraints: [key] }
  }
  const added = columns.added.map((one) =>
    withKey(one, one.column.name, one.column.identity !== undefined, constraints.added),
  )
  const dropped = columns.dropped.map((one) =>
    withKey(one, one.column, one.was?.identity !== undefined, constraints.dropped),
  )
  if (moved.size === 0) return { columns, constraints }
  const isLeft = (one: Constraint) => !moved.has(one)
  return {
    columns: { ...columns, added, dropped },
    constraints: {
      ...constraints,
      added: constraints.added.filter(isLeft),
      dropped: constraints.dropped.filter(isLeft),
    },
  }
}

function isKeyOf(constraint: Constraint, column: string): boolean {
  if (constraint.kind !== 'primaryKey' && constraint.kind !== 'unique') return false
  return constraint.columns.length === 1 && constraint.columns[0] === column
}
