import type {
  CheckConstraint,
  ConflictAction,
  Constraint,
  ExcludeConstraint,
  GeneratedColumn,
} from '../../schema/model.ts'
import { quoteIdentifier } from '../identifier.ts'
import { sameName } from './tokenize.ts'

/**
 * A table as its CREATE TABLE says it. Every clause keeps the text it was written with, so that what a rebuild
 * does not change is carried over to the letter: ON CONFLICT, DESC and collations in keys, odd types.
 */
export interface TableDefinition {
  readonly name: string
  readonly columns: readonly ColumnDefinition[]
  readonly constraints: readonly ConstraintClause[]
  readonly strict: boolean
  readonly withoutRowid: boolean
}

export interface ColumnDefinition {
  readonly name: string
  /** As declared; empty where none is. */
  readonly type: string
  readonly clauses: readonly ColumnClause[]
}

interface ClauseText {
  /** The name after CONSTRAINT. */
  readonly name?: string
  /** What follows CONSTRAINT and the name. */
  readonly text: string
}

/** The constraints that SQLite knows. */
export type SqliteConstraint = Exclude<Constraint, ExcludeConstraint>

/** A primary key, unique, check or foreign key, of a column or of the table. */
export interface ConstraintClause extends ClauseText {
  readonly kind: 'constraint'
  readonly constraint: SqliteConstraint
  readonly autoincrement?: true
  /** PRIMARY KEY DESC on a column: such a key is not the rowid. */
  readonly descending?: true
  /** The values of an enum, where the check of a column is only that. */
  readonly oneOf?: readonly string[]
}

export interface DefaultClause extends ClauseText {
  readonly kind: 'default'
  /** What follows DEFAULT. */
  readonly value: string
}

export interface CollateClause extends ClauseText {
  readonly kind: 'collate'
  readonly collation: string
}

export interface GeneratedClause extends ClauseText {
  readonly kind: 'generated'
  readonly generated: GeneratedColumn
}

/** NOT NULL, NULL, or a name with nothing after it (`other`). */
export interface PlainClause extends ClauseText {
  readonly kind: 'notNull' | 'null' | 'other'
  /** NOT NULL ON CONFLICT, where it is not ABORT. */
  readonly onConflict?: ConflictAction
}

export type ColumnClause = ConstraintClause | DefaultClause | CollateClause | GeneratedClause | PlainClause

/** The CREATE TABLE statement; `name` is what follows CREATE TABLE: the quoted name to create it under. */
export function printTable(definition: TableDefinition, name: string): string {
  const parts = [...definition.columns.map(printColumn), ...definition.constraints.map(printClause)]
  const suffix = [
    definition.withoutRowid ? 'WITHOUT ROWID' : undefined,
    definition.strict ? 'STRICT' : undefined,
  ].filter((word) => word !== undefined)
  const end = suffix.length === 0 ? '' : ` ${suffix.join(', ')}`
  return `CREATE TABLE ${name} (\n  ${parts.join(',\n  ')}\n)${end}`
}

/** A column as it stands in CREATE TABLE and after ADD COLUMN. */
export function printColumn(column: ColumnDefinition): string {
  const type = column.type === '' ? [] : [column.type]
  return [quoteIdentifier(column.name), ...type, ...column.clauses.map(printClause)].join(' ')
}

/** A clause with its name before it. */
export function printClause(clause: ColumnClause): string {
  return [...(clause.name === undefined ? [] : ['CONSTRAINT', quoteIdentifier(clause.name)]), clause.text]
    .filter((part) => part !== '')
    .join(' ')
}

/** All constraints of a table, those written in its columns first. */
export function constraintClauses(definition: TableDefinition): readonly ConstraintClause[] {
  return [...definition.columns.flatMap((column) => column.clauses), ...definition.constraints].filter(
    (clause) => clause.kind === 'constraint',
  )
}

/** The primary key of a table. */
export function primaryKeyOf(definition: TableDefinition): ConstraintClause | undefined {
  // It is asked for by each column: no list of all clauses is made.
  const isKey = (clause: ColumnClause): clause is ConstraintClause =>
    clause.kind === 'constraint' && clause.constraint.kind === 'primaryKey'
  for (const { clauses } of definition.columns) {
    const key = clauses.find(isKey)
    if (key !== undefined) return key
  }
  return definition.constraints.find(isKey)
}

/** What NOT NULL ON CONFLICT says, where it is not ABORT. */
export function onNullOf({ clauses }: ColumnDefinition): ConflictAction | undefined {
  return clauses.find((clause): clause is PlainClause => clause.kind === 'notNull')?.onConflict
}

/** Whether the clause is a check. */
export function isCheck(
  clause: ColumnClause,
): clause is ConstraintClause & { readonly constraint: CheckConstraint } {
  return clause.kind === 'constraint' && clause.constraint.kind === 'check'
}

/** The column that is the table's rowid: an INTEGER that alone is the primary key. */
export function rowidAlias(definition: TableDefinition): string | undefined {
  const key = primaryKeyOf(definition)
  if (definition.withoutRowid || key?.constraint.kind !== 'primaryKey' || key.descending) return undefined
  const [name, ...more] = key.constraint.columns
  const column = definition.columns.find((each) => name !== undefined && sameName(each.name, name))
  return more.length === 0 && column?.type.toUpperCase() === 'INTEGER' ? column.name : undefined
}
