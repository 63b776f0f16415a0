import {
  type ColumnDefinition,
  constraintClauses,
  primaryKeyOf,
  rowidAlias,
  type TableDefinition,
} from './definition.ts'
import { canBeNull } from './shape-model.ts'
import { includesName } from './tokenize.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * Whether what was read out of a table's text is what SQLite sees in it: nothing may be lost in silence. `columns`
 * are the rows of `pragma_table_xinfo`, `references` those of `pragma_foreign_key_list`.
 */
export function agreesWithSqlite(
  definition: TableDefinition,
  columns: readonly Row[],
  references: readonly Row[],
): boolean {
  const key = primaryKeyOf(definition)?.constraint
  const keyColumns = key?.kind === 'primaryKey' ? key.columns : []
  const rowid = rowidAlias(definition)
  const isSeen = (column: ColumnDefinition, row: Row | undefined) =>
    row !== undefined &&
    row.name === column.name &&
    Number(row.hidden) >= 2 === column.clauses.some((clause) => clause.kind === 'generated') &&
    Number(row.pk) > 0 === includesName(keyColumns, column.name) &&
    (column.name === rowid || Number(row.notnull) > 0 === !canBeNull(definition, column))
  const keys = constraintClauses(definition).filter(({ constraint }) => constraint.kind === 'foreignKey')
  const ids = new Set(references.map(({ id }) => Number(id)))
  return (
    columns.length === definition.columns.length &&
    definition.columns.every((column, at) => isSeen(column, columns[at])) &&
    keys.length === ids.size
  )
}
