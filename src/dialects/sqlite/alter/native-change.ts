import type {
  AddColumn,
  CreateIndex,
  DropColumn,
  DropIndex,
  TableChange,
} from '../../../operations/operation.ts'
import type { Constraint, TableName } from '../../../schema/model.ts'
import { quoteIdentifier, quoteTableName } from '../../identifier.ts'
import { defineColumn, isConstantDefault } from '../define/column.ts'
import { checkText, referenceText } from '../define/constraint.ts'
import { createIndexText } from '../define/indexes.ts'
import { type ColumnClause, type ColumnDefinition, printColumn } from '../definition.ts'
import { columnNamed, type Draft } from '../draft.ts'
import { refuseForeignConstraint } from '../refuse-constraint.ts'
import { shapeUnknown } from '../shape-errors.ts'
import { sameName } from '../tokenize.ts'
import { declaredType } from '../types.ts'
import { ownUsers } from './column-users.ts'
import { isPlaced } from './place-column.ts'
import { renameColumnText } from './rebuild.ts'

/**
 * The statements that make one change without a rebuild; `undefined` where SQLite has none for it. `before` and
 * `after` are the table around the change, where its shape is known.
 */
export function nativeChange(
  table: TableName,
  change: TableChange,
  before: Draft | undefined,
  after: Draft | undefined,
): readonly string[] | undefined {
  if (before !== undefined && before === after) return []
  switch (change.kind) {
    case 'addColumn':
      return addColumn(table, change, before)
    case 'dropColumn':
      return dropColumn(table, change, before, after)
    case 'alterColumn':
      if (!isRenameOnly(change.to) || isPlaced(change)) return undefined
      return change.to.name === undefined ? [] : [renameColumnText(table, change.column, change.to.name)]
    case 'createIndex':
      return [createIndex(change)]
    case 'dropIndex':
      return isGone(change, before) ? [] : [dropIndexText(change)]
    case 'addConstraint':
    case 'dropConstraint':
      return undefined
    default:
      return change satisfies never
  }
}

/** Whether the change can be written without knowing its table. */
export function isBlind(change: TableChange): boolean {
  switch (change.kind) {
    case 'addColumn':
      return (
        !change.ifNotExists &&
        declaredType(change.column.type, false) === declaredType(change.column.type, true) &&
        nativeChange(change.table, change, undefined, undefined) !== undefined
      )
    case 'alterColumn':
      return isRenameOnly(change.to) && !isPlaced(change)
    case 'createIndex':
    case 'dropIndex':
      return true
    case 'dropColumn':
    case 'addConstraint':
    case 'dropConstraint':
      return false
    default:
      return change satisfies never
  }
}

/** SQLite has no comments on columns: one is passed over. */
function isRenameOnly(to: object): boolean {
  return Object.keys(to).every((key) => key === 'name' || key === 'comment')
}

/** What ADD COLUMN takes: nothing that would have to be checked or worked out for the rows that are there. */
function addColumn(
  table: TableName,
  change: AddColumn,
  before: Draft | undefined,
): readonly string[] | undefined {
  const { column, constraints = [] } = change
  if (change.ifNotExists && before === undefined) {
    throw shapeUnknown(table, `add column "${column.name}" only where it is missing`)
  }
  if (column.identity !== undefined || column.generated?.stored || isPlaced(change)) return undefined
  // SQLite refuses it even where there are no rows: a rebuild finds out.
  if (!column.nullable && column.default === undefined && column.generated === undefined) return undefined
  const clauses = constraints.map((constraint) => inlineConstraint(constraint, table))
  const definition = defineColumn(column, { strict: before?.definition.strict ?? false })
  const own = definition.clauses.find((clause) => clause.kind === 'default')
  const references = constraints.some((constraint) => constraint.kind === 'foreignKey')
  if (clauses.includes(undefined)) return undefined
  if (own !== undefined && (references || !isConstantDefault(own))) return undefined
  const whole: ColumnDefinition = {
    ...definition,
    clauses: [...definition.clauses, ...clauses.filter((clause) => clause !== undefined)],
  }
  return [`ALTER TABLE ${quoteTableName(table)} ADD COLUMN ${printColumn(whole)}`]
}

/** A constraint as it stands in a column; `undefined` where it can't come with ADD COLUMN. */
function inlineConstraint(constraint: Constraint, table: TableName): ColumnClause | undefined {
  const name = constraint.name === undefined ? {} : { name: constraint.name }
  refuseForeignConstraint(constraint)
  const clause = { kind: 'constraint', constraint, ...name } as const
  if (constraint.kind === 'check') return { ...clause, text: checkText(constraint) }
  if (constraint.kind !== 'foreignKey' || constraint.columns.length !== 1) return undefined
  return { ...clause, text: referenceText(constraint, table.schema) }
}

/** Without the shape, SQLite itself is asked, and says no where the column is in use. */
function dropColumn(
  table: TableName,
  change: DropColumn,
  before: Draft | undefined,
  after: Draft | undefined,
): readonly string[] | undefined {
  const text = `ALTER TABLE ${quoteTableName(table)} DROP COLUMN ${quoteIdentifier(change.column)}`
  if (before === undefined || after === undefined) {
    if (change.ifExists) throw shapeUnknown(table, `drop column "${change.column}" only where there is one`)
    return [text]
  }
  const { name } = columnNamed(before, change.column)
  const kept = new Set(after.indexes)
  const indexes = before.indexes.filter((index) => !kept.has(index))
  const bare = ownUsers({ ...before, indexes: [] }, name).length === 0
  if (!bare || ownUsers(after, name).length > 0) return undefined
  return [...indexes.map((index) => dropIndexText({ kind: 'dropIndex', name: index.name, table })), text]
}

/** The CREATE INDEX statement of an operation. SQLite builds each index while writers wait: `concurrently` is passed over. */
export function createIndex(operation: CreateIndex): string {
  return createIndexText(operation.table, operation.index, operation.ifNotExists)
}

/** The DROP INDEX statement of an operation. */
export function dropIndexText(operation: DropIndex): string {
  const name = quoteTableName({ ...operation.table, name: operation.name })
  return `DROP INDEX ${operation.ifExists ? 'IF EXISTS ' : ''}${name}`
}

/** Whether the index went along with a column of the same batch. */
function isGone(change: DropIndex, before: Draft | undefined): boolean {
  const known = before?.indexes ?? [{ name: change.name }]
  return known.every((index) => !sameName(index.name, change.name))
}
