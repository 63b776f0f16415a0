import type { ColumnType } from '../../../schema/column-type.ts'
import type { Column, Constraint, Table, TableName } from '../../../schema/model.ts'
import {
  type ColumnDefinition,
  type ConstraintClause,
  constraintClauses,
  onNullOf,
  primaryKeyOf,
  type TableDefinition,
} from '../definition.ts'
import { canBeNull } from '../shape-model.ts'
import type { Targets } from '../targets.ts'
import { sameName } from '../tokenize.ts'
import { isIntegerType, readType } from '../types.ts'
import { canonicalConstraint } from './constraint.ts'
import { canonicalDefault } from './default.ts'
import { canonicalExpression } from './expression.ts'

/** A parsed table as a snapshot has it: alike for any two texts that make the same table of the same expressions. */
export function canonicalTable(definition: TableDefinition, table: TableName, targets: Targets): Table {
  const enums = new Set(definition.columns.map(enumClause))
  return {
    table,
    columns: definition.columns.map((column) => canonicalColumn(definition, column)),
    constraints: constraintClauses(definition)
      .filter((clause) => !enums.has(clause))
      .map(({ constraint }): Constraint => canonicalConstraint(constraint, definition, targets)),
    ...(definition.strict && { strict: true }),
    ...(definition.withoutRowid && { withoutRowid: true }),
  }
}

function canonicalColumn(definition: TableDefinition, column: ColumnDefinition): Column {
  const { clauses } = column
  const type = typeOf(definition, column)
  const written = clauses.findLast((clause) => clause.kind === 'default')?.value
  const value = written === undefined ? undefined : canonicalDefault(written, type)
  const generated = clauses.find((clause) => clause.kind === 'generated')?.generated
  const collation = clauses.findLast((clause) => clause.kind === 'collate')?.collation
  const onNull = onNullOf(column)
  const isNumbered = clauses.some((clause) => clause.kind === 'constraint' && clause.autoincrement)
  return {
    name: column.name,
    type,
    nullable: canBeNull(definition, column),
    ...(value !== undefined && { default: value }),
    ...((isNumbered || isNumberedByTable(definition, column)) && { identity: { mode: 'by default' } }),
    ...(generated !== undefined && {
      generated: {
        ...generated,
        expression: canonicalExpression(
          generated.expression,
          definition.columns.map(({ name }) => name),
        ),
      },
    }),
    ...(collation !== undefined && !sameName(collation, 'BINARY') && { collation }),
    ...(onNull !== undefined && { sqlite: { onNull } }),
  }
}

function isNumberedByTable({ constraints }: TableDefinition, { name }: ColumnDefinition): boolean {
  return constraints.some(
    ({ autoincrement, constraint }) =>
      autoincrement && constraint.kind === 'primaryKey' && sameName(constraint.columns[0] ?? '', name),
  )
}

/** A whole number that alone is the key would be declared INTEGER, and be the rowid: one that is not keeps its text. */
function typeOf(definition: TableDefinition, column: ColumnDefinition): ColumnType {
  const values = enumClause(column)?.oneOf
  if (values !== undefined) return { type: 'enum', values }
  const type = readType(column.type)
  if (!isIntegerType(type) || type.type === 'integer') return type
  const key = primaryKeyOf(definition)?.constraint
  const isSole =
    key?.kind === 'primaryKey' && key.columns.length === 1 && sameName(key.columns[0] ?? '', column.name)
  return isSole ? { type: 'raw', sql: column.type } : type
}

/** The check that an enum column is declared with: it has no name, as the model has no place for one. */
function enumClause(column: ColumnDefinition): ConstraintClause | undefined {
  if (column.type.toUpperCase() !== 'TEXT') return undefined
  return column.clauses.find(
    (clause): clause is ConstraintClause =>
      clause.kind === 'constraint' && clause.oneOf !== undefined && clause.name === undefined,
  )
}
