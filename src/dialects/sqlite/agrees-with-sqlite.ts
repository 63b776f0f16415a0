import { constraintClauses, primaryKeyOf, rowidAlias, type TableDefinition } from './definition.ts'
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
  const expected = definition.columns.map((column) => [
    column.name,
    column.clauses.some((clause) => clause.kind === 'generated'),
    includesName(keyColumns, column.name),
    column.name !== rowid && !canBeNull(definition, column),
  ])
  const actual = columns.map((row) => [
    row.name,
    Number(row.hidden) >= 2,
    Number(row.pk) > 0,
    row.name !== rowid && Number(row.notnull) > 0,
  ])
  const keys = constraintClauses(definition).filter(({ constraint }) => constraint.kind === 'foreignKey')
  const ids = new Set(references.map(({ id }) => Number(id)))
  return JSON.stringify(expected) === JSON.stringify(actual) && keys.length === ids.size
}
