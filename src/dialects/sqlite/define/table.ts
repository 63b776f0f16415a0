import type { Column, Constraint, PrimaryKey, Table } from '../../../schema/model.ts'
import { UnsupportedOperationError } from '../../errors.ts'
import type { TableDefinition } from '../definition.ts'
import { sameName } from '../tokenize.ts'
import { isTurned, withTurnedKey } from '../turned-key.ts'
import { type ColumnPlace, defineColumn } from './column.ts'
import { defineConstraint } from './constraint.ts'

/** A table of the model as SQLite defines it. */
export function defineTable(table: Table): TableDefinition {
  refusePartitions(table)
  const key = findPrimaryKey(table.constraints)
  const numbered = table.columns.find((column) => column.identity !== undefined)
  if (numbered !== undefined && table.withoutRowid) {
    throw new UnsupportedOperationError(
      'sqlite',
      `can't number the rows of a table WITHOUT ROWID, and "${table.table.name}"."${numbered.name}" asks for it`,
      'Leave the identity or WITHOUT ROWID out.',
    )
  }
  if (table.columns.length === 0) {
    throw new UnsupportedOperationError(
      'sqlite',
      `has no tables without columns, and "${table.table.name}" has none`,
      'Give it a column.',
    )
  }
  const strict = table.strict ?? false
  const columns = table.columns.map((column) => defineColumn(column, placeOf(column, key, strict)))
  const turned = key === undefined ? undefined : columns.find((column) => isTurned(column, key))
  const isWritten = numbered !== undefined || turned !== undefined
  return {
    name: table.table.name,
    columns: columns.map((one) => (one === turned && key !== undefined ? withTurnedKey(one, key) : one)),
    constraints: table.constraints
      .filter((constraint) => !(isWritten && constraint === key))
      .map((constraint) => defineConstraint(constraint, table.table.schema)),
    strict,
    withoutRowid: table.withoutRowid ?? false,
  }
}

/** What decides about columns and rows; how PostgreSQL or MySQL store a table is theirs, and passed over. */
function refusePartitions({ table, postgres }: Table): void {
  const asked = (['partitionBy', 'partitionOf', 'inherits'] as const).find(
    (option) => postgres?.[option] !== undefined,
  )
  if (asked === undefined) return
  throw new UnsupportedOperationError(
    'sqlite',
    `has no partitions and no inheritance, and table "${table.name}" asks for ${asked}`,
    'Keep the rows in one table with all of the columns; where other databases are to have it, ask op.dialect.',
  )
}

/** What the primary key of its table decides about a column. */
export function placeOf(
  column: Pick<Column, 'name'>,
  key: PrimaryKey | undefined,
  strict: boolean,
): ColumnPlace {
  if (key === undefined || !key.columns.some((name) => sameName(name, column.name))) return { strict }
  return {
    strict,
    key: key.columns.length === 1 ? 'whole' : 'part',
    ...(key.name === undefined ? {} : { keyName: key.name }),
    ...(key.sqlite === undefined ? {} : { keyDetails: key.sqlite }),
  }
}

/** The primary key among constraints. */
export function findPrimaryKey(constraints: readonly Constraint[]): PrimaryKey | undefined {
  return constraints.find((constraint) => constraint.kind === 'primaryKey')
}
