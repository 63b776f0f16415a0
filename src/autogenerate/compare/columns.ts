import type {
  AddColumn,
  AlterColumn,
  ColumnChange,
  DropColumn,
  ExistingColumn,
} from '../../operations/operation.ts'
import type { ColumnType } from '../../schema/column-type.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Column, TableName } from '../../schema/model.ts'
import { isSame } from '../../schema/same.ts'
import { identifiersIn } from '../identifiers-in.ts'
import { settingChanges } from './column-settings.ts'

/** How the columns of a table have to change. Their order is no difference: no database moves a column. */
export interface ColumnDifferences {
  readonly added: readonly AddColumn[]
  readonly altered: readonly AlterColumn[]
  readonly dropped: readonly DropColumn[]
}

/** Compares the columns of a table, by their names; `recomputed`: those that are made again though they are the same. */
export function compareColumns(
  table: TableName,
  before: readonly Column[],
  after: readonly Column[],
  dialect: DialectName,
  recomputed: ReadonlySet<string> = new Set(),
): ColumnDifferences {
  const old = new Map(before.map((column) => [column.name, column]))
  const fresh = new Map(after.map((column) => [column.name, column]))
  const again = after.filter(({ name, generated }) => generated !== undefined && recomputed.has(name))
  const remade = new Set([...remadeColumns(old, after, dialect), ...again.map(({ name }) => name)])
  return {
    added: after
      .filter(({ name }) => !old.has(name) || remade.has(name))
      .map((column) => ({ kind: 'addColumn', table, column })),
    altered: after.flatMap((column) => {
      const was = old.get(column.name)
      return was === undefined || remade.has(column.name) ? [] : alteration(table, was, column, dialect)
    }),
    dropped: before
      .filter(({ name }) => !fresh.has(name) || remade.has(name))
      .map((column) => ({ kind: 'dropColumn', table, column: column.name, was: column })),
  }
}

/**
 * The columns that are dropped and made again: what can't be computed otherwise, and what is computed of such a one,
 * or of one whose type or collation changes.
 */
function remadeColumns(
  old: ReadonlyMap<string, Column>,
  after: readonly Column[],
  dialect: DialectName,
): ReadonlySet<string> {
  const remade = new Set(
    after.filter((column) => isRemade(old.get(column.name), column, dialect)).map(({ name }) => name),
  )
  if (dialect !== 'postgres') return remade
  const isRetyped = ({ name, type, collation }: Column) => {
    const was = old.get(name)
    return was !== undefined && !(isSame(was.type, type) && was.collation === collation)
  }
  const changed = new Set(after.filter(isRetyped).map(({ name }) => name))
  // No computed column is computed of another.
  for (const { name, generated } of after) {
    if (generated === undefined || old.get(name)?.generated === undefined) continue
    if ([...identifiersIn(generated.expression, dialect)].some((one) => changed.has(one))) remade.add(name)
  }
  return remade
}

/** MySQL makes a virtual column of no other, and no other of one. */
function isVirtual({ generated }: Column): boolean {
  return generated?.stored === false
}

/** A column that holds values can't become a computed one, nor, before PostgreSQL 17, be computed otherwise. */
function isRemade(was: Column | undefined, column: Column, dialect: DialectName): boolean {
  if (was === undefined) return false
  if (dialect === 'mysql') return isVirtual(was) !== isVirtual(column)
  if (dialect !== 'postgres' || column.generated === undefined) return false
  return !isSame(was.generated, column.generated)
}

/** An enum that has a name is what it is called: its values change with the type itself. */
function isSameType(was: ColumnType, now: ColumnType, dialect: DialectName): boolean {
  if (was.type === 'array' && now.type === 'array') return isSameType(was.of, now.of, dialect)
  if (dialect === 'postgres' && was.type === 'enum' && now.type === 'enum' && was.name !== undefined) {
    return was.name === now.name && was.schema === now.schema
  }
  return isSame(was, now)
}

function alteration(
  table: TableName,
  was: Column,
  column: Column,
  dialect: DialectName,
): readonly AlterColumn[] {
  const to: ColumnChange = {
    ...(!isSameType(was.type, column.type, dialect) && { type: column.type }),
    ...changed(was, column, 'nullable', () => column.nullable),
    ...changed(was, column, 'default', () => column.default ?? null),
    ...changed(was, column, 'identity', () => column.identity ?? null),
    ...changed(was, column, 'generated', () => column.generated ?? null),
    ...changed(was, column, 'comment', () => column.comment ?? null),
    ...changed(was, column, 'collation', () => column.collation ?? null),
    ...(dialect === 'postgres' && changed(was, column, 'serial', () => column.serial === true)),
    ...settingChanges(was, column, dialect),
  }
  if (Object.keys(to).length === 0) return []
  return [{ kind: 'alterColumn', table, column: column.name, to, existing: existingOf(was, to) }]
}

function changed<Key extends keyof Column & keyof ColumnChange>(
  was: Column,
  column: Column,
  key: Key,
  value: () => unknown,
): ColumnChange {
  return isSame(was[key], column[key]) ? {} : { [key]: value() }
}

/** All that is known of a column: what it hasn't is known not to be there. */
export function existingOf({ name: _, ...column }: Column, to: ColumnChange): ExistingColumn {
  return {
    ...column,
    ...(to.collation !== undefined && { collation: column.collation ?? null }),
    default: column.default ?? null,
    identity: column.identity ?? null,
    generated: column.generated ?? null,
    comment: column.comment ?? null,
  }
}
