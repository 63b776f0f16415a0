import type {
  CheckConstraint,
  ConflictAction,
  Constraint,
  Deferral,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from '../../../schema/model.ts'
import { expression } from '../../ddl.ts'
import { UnsupportedOperationError } from '../../errors.ts'
import { quoteIdentifier } from '../../identifier.ts'
import type { ConstraintClause, SqliteConstraint } from '../definition.ts'
import { refuseForeignConstraint, titleOf } from '../refuse-constraint.ts'
import { includesName, sameName } from '../tokenize.ts'

/** A constraint of the table, as SQLite writes it. `schema` is the table's: a foreign key can't leave it. */
export function defineConstraint(constraint: Constraint, schema?: string): ConstraintClause {
  const name = constraint.name === undefined ? {} : { name: constraint.name }
  refuseForeignConstraint(constraint)
  return { kind: 'constraint', ...name, constraint, text: constraintText(constraint, schema) }
}

function constraintText(constraint: SqliteConstraint, schema: string | undefined): string {
  switch (constraint.kind) {
    case 'primaryKey':
      return `PRIMARY KEY ${keys(constraint)}${conflictText(constraint.sqlite?.onConflict)}`
    case 'unique':
      return `UNIQUE ${keys(constraint)}${conflictText(constraint.sqlite?.onConflict)}`
    case 'check':
      return checkText(constraint)
    case 'foreignKey':
      return `FOREIGN KEY ${names(constraint.columns)} ${referenceText(constraint, schema)}`
    default:
      return constraint satisfies never
  }
}

function keys({ columns, sqlite = {} }: PrimaryKey | UniqueConstraint): string {
  const written = columns.map((column) => {
    const collations = Object.entries(sqlite.collations ?? {})
    const collation = collations.find(([name]) => sameName(name, column))?.[1]
    return [
      quoteIdentifier(column),
      ...(collation === undefined ? [] : ['COLLATE', quoteIdentifier(collation)]),
      ...(includesName(sqlite.descending, column) ? ['DESC'] : []),
    ].join(' ')
  })
  return `(${written.join(', ')})`
}

/** ON CONFLICT and its action, with a space before it; nothing where SQLite's own is meant. */
export function conflictText(action: ConflictAction | undefined): string {
  return action === undefined ? '' : ` ON CONFLICT ${action.toUpperCase()}`
}

/** CHECK and its condition: on the table, and in a column. */
export function checkText(constraint: CheckConstraint): string {
  refuseForeignConstraint(constraint)
  return `CHECK (${expression(constraint.expression).sql})`
}

/** REFERENCES and what follows it: after FOREIGN KEY, and in a column of its own. */
export function referenceText(key: ForeignKey, schema?: string): string {
  refuseForeignConstraint(key)
  const { table, columns } = key.references
  if (table.schema !== undefined && table.schema !== (schema ?? 'main')) {
    throw new UnsupportedOperationError(
      'sqlite',
      `has no foreign keys from one database to another, and ${titleOf(key)} references "${table.schema}"."${table.name}"`,
      'Leave the schema out, or keep both tables in one database.',
    )
  }
  // With one column, all kinds of match are the same.
  if (key.match !== undefined && key.match !== 'simple' && key.columns.length > 1) {
    throw new UnsupportedOperationError(
      'sqlite',
      `heeds no MATCH ${key.match.toUpperCase()}, which ${titleOf(key)} asks for`,
      'Leave match out, and add a check that all or none of the columns are null.',
    )
  }
  const parts = [
    `REFERENCES ${quoteIdentifier(table.name)}`,
    columns.length === 0 ? undefined : names(columns),
    key.onDelete === undefined ? undefined : `ON DELETE ${key.onDelete.toUpperCase()}`,
    key.onUpdate === undefined ? undefined : `ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.deferral === undefined ? undefined : deferralText(key.deferral),
  ]
  return parts.filter((part) => part !== undefined).join(' ')
}

function deferralText(deferral: Deferral): string {
  const initially = deferral.initially === undefined ? '' : ` INITIALLY ${deferral.initially.toUpperCase()}`
  return `${deferral.deferrable ? '' : 'NOT '}DEFERRABLE${initially}`
}

function names(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(', ')})`
}
