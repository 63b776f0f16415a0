import type { TableName } from '../../../schema/model.ts'
import type { Statement, TableShape } from '../../dialect.ts'
import { UnsupportedOperationError } from '../../errors.ts'
import { quoteIdentifier, quoteTableName } from '../../identifier.ts'
import {
  type ColumnClause,
  constraintClauses,
  isCheck,
  printTable,
  rowidAlias,
  type TableDefinition,
} from '../definition.ts'
import { type Draft, isGenerated } from '../draft.ts'
import { detachExpression } from '../expression.ts'
import { quoteText } from '../literal.ts'
import { indexBody, mentions, qualify, triggerTarget } from '../stored-sql.ts'
import { foldName, sameName } from '../tokenize.ts'
import { refuseUsedColumns } from './column-users.ts'

/**
 * The statements that put a new table in the place of an old one: create it under a temporary name, copy the rows,
 * drop the old, take its name, and make indexes, triggers and new column names again. Foreign keys have to be off.
 *
 * The rename runs with `legacy_alter_table`, so that SQLite leaves foreign keys, triggers and views elsewhere, which
 * speak of the old name, as they are. Rowids stay the same where the table has any.
 */
export function rebuild(draft: Draft, shape: TableShape): readonly Statement[] {
  refuseUsedColumns(draft, shape)
  const { table } = draft
  if (draft.definition.columns.every(isGenerated)) {
    throw new UnsupportedOperationError(
      'sqlite',
      `can't leave table "${table.name}" without a column`,
      'Drop the table, or add a column in the same batch.',
    )
  }
  const temporary: TableName = { ...table, name: `_tsmig_tmp_${table.name}` }
  const created = detach(draft.definition)
  return [
    printTable(created, quoteTableName(temporary)),
    ...copyRows(draft, temporary),
    ...copyCounter(draft, temporary),
    `DROP TABLE ${quoteTableName(table)}`,
    'PRAGMA legacy_alter_table = ON',
    `ALTER TABLE ${quoteTableName(temporary)} RENAME TO ${quoteIdentifier(table.name)}`,
    'PRAGMA legacy_alter_table = OFF',
    ...draft.indexes.map(({ sql }) => qualify(detachIndex(sql, created), table.schema)),
    ...ownTriggers(shape, table).map(({ sql }) => qualify(sql, table.schema)),
    ...draft.renames.map(({ from, to }) => renameColumnText(table, from, to)),
    ...viewChecks(draft, shape),
  ].map((sql) => ({ sql }))
}

/** ALTER TABLE … RENAME COLUMN: SQLite follows the name into indexes, constraints, triggers and views. */
export function renameColumnText(table: TableName, from: string, to: string): string {
  return `ALTER TABLE ${quoteTableName(table)} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`
}

/** The definition in words that hold while the table has its temporary name. */
function detach(definition: TableDefinition): TableDefinition {
  const columns = definition.columns.map((column) => column.name)
  const detachClause = <Clause extends ColumnClause>(clause: Clause): Clause =>
    isCheck(clause) || clause.kind === 'generated'
      ? { ...clause, text: detachExpression(clause.text, definition.name, columns) }
      : clause
  return {
    ...definition,
    columns: definition.columns.map((column) => ({ ...column, clauses: column.clauses.map(detachClause) })),
    constraints: definition.constraints.map(detachClause),
  }
}

function detachIndex(sql: string, definition: TableDefinition): string {
  const body = indexBody(sql)
  const columns = definition.columns.map((column) => column.name)
  return sql.slice(0, sql.length - body.length) + detachExpression(body, definition.name, columns)
}

/** OR ABORT: an ON CONFLICT IGNORE or REPLACE in the definition would lose rows without a word. */
function copyRows(draft: Draft, temporary: TableName): readonly string[] {
  const copied = draft.definition.columns.flatMap((column) => {
    const source = draft.copied.get(foldName(column.name))
    return source === undefined || isGenerated(column) ? [] : [{ name: column.name, source }]
  })
  const rowid = rowidToCopy(draft)
  const targets = [...(rowid ?? []), ...copied.map(({ name }) => quoteIdentifier(name))]
  const sources = [...(rowid ?? []), ...copied.map(({ source }) => source)]
  if (targets.length === 0) return []
  return [
    `INSERT OR ABORT INTO ${quoteTableName(temporary)} (${targets.join(', ')}) SELECT ${sources.join(', ')} FROM ${quoteTableName(draft.table)}`,
  ]
}

/** The rowid by a name that no column has; none where a copied column is the rowid, or there is no rowid. */
function rowidToCopy(draft: Draft): readonly string[] | undefined {
  const { before, definition } = draft
  if (before.withoutRowid || definition.withoutRowid) return undefined
  const alias = rowidAlias(definition)
  if (alias !== undefined && draft.copied.has(foldName(alias))) return undefined
  const columns = [...before.columns, ...definition.columns].map((column) => foldName(column.name))
  const free = ['rowid', '_rowid_', 'oid'].find((name) => !columns.includes(name))
  return free === undefined ? undefined : [free]
}

/** AUTOINCREMENT goes on where it was, also where the highest rows have been deleted. */
function copyCounter(draft: Draft, temporary: TableName): readonly string[] {
  if (!isNumbered(draft.definition)) return []
  if (!isNumbered(draft.before)) return startCounter(draft, temporary)
  const counters = quoteTableName({ ...temporary, name: 'sqlite_sequence' })
  const [old, next] = [quoteText(draft.table.name), quoteText(temporary.name)]
  return [
    `DELETE FROM ${counters} WHERE name = ${next}`,
    `INSERT INTO ${counters} (name, seq) SELECT ${next}, seq FROM ${counters} WHERE name = ${old}`,
  ]
}

/** The rows that were copied have moved the counter already; a first number moves it on, and never back. */
function startCounter({ firstNumber }: Draft, temporary: TableName): readonly string[] {
  if (firstNumber === undefined) return []
  const counters = quoteTableName({ ...temporary, name: 'sqlite_sequence' })
  const name = quoteText(temporary.name)
  return [
    `INSERT INTO ${counters} (name, seq) SELECT ${name}, ${firstNumber - 1} WHERE NOT EXISTS (SELECT 1 FROM ${counters} WHERE name = ${name})`,
    `UPDATE ${counters} SET seq = max(seq, ${firstNumber - 1}) WHERE name = ${name}`,
  ]
}

function isNumbered(definition: TableDefinition): boolean {
  return constraintClauses(definition).some((clause) => clause.autoincrement)
}

/** Those that were dropped with the table. */
function ownTriggers(shape: TableShape, table: TableName): TableShape['triggers'] {
  return shape.triggers.filter(({ sql }) => {
    const target = triggerTarget(sql)
    return target !== undefined && sameName(target, table.name)
  })
}

/** A view on a view that says `*` may lack a column now, and no text tells: SQLite is asked, without reading a row. */
function viewChecks(draft: Draft, shape: TableShape): readonly string[] {
  if (draft.dropped.length === 0) return []
  return shape.views
    .filter(({ sql }) => !mentions(sql, draft.table.name))
    .map(({ name }) => `SELECT 1 FROM ${quoteTableName({ ...draft.table, name })} LIMIT 0`)
}
