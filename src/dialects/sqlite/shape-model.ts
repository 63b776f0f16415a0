import type { Column, Table, TableName } from '../../schema/model.ts'
import {
  type ColumnDefinition,
  constraintClauses,
  onNullOf,
  primaryKeyOf,
  rowidAlias,
  type TableDefinition,
} from './definition.ts'
import { withoutParentheses } from './stored-sql.ts'
import { sameName } from './tokenize.ts'
import { readType } from './types.ts'

/** A parsed table in the words of the model. What the model has no words for stays in the definition's text. */
export function tableOf(definition: TableDefinition, table: TableName): Table {
  return {
    table,
    columns: definition.columns.map((column) => columnOf(definition, column)),
    constraints: constraintClauses(definition)
      .filter((clause) => clause.oneOf === undefined)
      .map((clause) => clause.constraint),
    ...(definition.strict ? { strict: true as const } : {}),
    ...(definition.withoutRowid ? { withoutRowid: true as const } : {}),
  }
}

function columnOf(definition: TableDefinition, column: ColumnDefinition): Column {
  const { clauses } = column
  const value = clauses.findLast((clause) => clause.kind === 'default')?.value
  const generated = clauses.find((clause) => clause.kind === 'generated')?.generated
  const collation = clauses.findLast((clause) => clause.kind === 'collate')?.collation
  const onNull = onNullOf(column)
  const identity = clauses.some((clause) => clause.kind === 'constraint' && clause.autoincrement)
  return {
    name: column.name,
    type: typeOf(column),
    nullable: canBeNull(definition, column),
    ...(value === undefined ? {} : { default: { sql: withoutParentheses(value) } }),
    ...(identity ? { identity: { mode: 'by default' } } : {}),
    ...(generated === undefined ? {} : { generated }),
    ...(collation === undefined ? {} : { collation }),
    ...(onNull === undefined ? {} : { sqlite: { onNull } }),
  }
}

function typeOf(column: ColumnDefinition): Column['type'] {
  const check = column.clauses.find((clause) => clause.kind === 'constraint' && clause.oneOf !== undefined)
  if (check?.kind !== 'constraint' || check.oneOf === undefined) return readType(column.type)
  const name = check.name === undefined ? {} : { name: check.name }
  return { type: 'enum', values: check.oneOf, ...name }
}

/** A rowid is never null, nor is the key of a table without rowids or a STRICT one; other keys may be, as in no other database. */
export function canBeNull(definition: TableDefinition, column: ColumnDefinition): boolean {
  if (column.clauses.some((clause) => clause.kind === 'notNull')) return false
  if (rowidAlias(definition) === column.name) return false
  const key = primaryKeyOf(definition)?.constraint
  const isKey = key?.kind === 'primaryKey' && key.columns.some((name) => sameName(name, column.name))
  return !(isKey && (definition.withoutRowid || definition.strict))
}
