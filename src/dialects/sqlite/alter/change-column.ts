import type { AddColumn, AlterColumn, ColumnChange, DropColumn } from '../../../operations/operation.ts'
import type { Column } from '../../../schema/model.ts'
import { expression } from '../../ddl.ts'
import { quoteIdentifier } from '../../identifier.ts'
import {
  defineCollation,
  defineColumn,
  defineDefault,
  defineGenerated,
  defineNotNull,
  enumCheck,
} from '../define/column.ts'
import { findPrimaryKey, placeOf } from '../define/table.ts'
import { type ColumnClause, type ColumnDefinition, primaryKeyOf } from '../definition.ts'
import { columnNamed, currentNames, type Draft, hasColumn, replaceColumn, translate } from '../draft.ts'
import { columnsIn } from '../expression.ts'
import { alreadyThere } from '../shape-errors.ts'
import { indexBody } from '../stored-sql.ts'
import { foldName, sameName } from '../tokenize.ts'
import { declaredType, isIntegerType } from '../types.ts'
import { addConstraintTo, dropConstraintsOf } from './change-constraint.ts'
import { alterIdentity } from './change-identity.ts'
import { placeColumn } from './place-column.ts'

/** Adds a column, at the end unless told otherwise, with the constraints that came with it. Its rows get the default. */
export function addColumnTo(draft: Draft, change: AddColumn): Draft {
  const { column, constraints = [] } = change
  if (hasColumn(draft, column.name)) {
    if (change.ifNotExists) return draft
    throw alreadyThere(draft.table.name, `a column "${column.name}"`)
  }
  const key = findPrimaryKey(constraints)
  if (key !== undefined && primaryKeyOf(draft.definition) !== undefined) {
    throw alreadyThere(draft.table.name, 'a primary key')
  }
  const name = nameUntilEnd(draft, column.name)
  const definition = defineColumn(
    { ...translateGenerated(draft, column), name },
    placeOf(column, key, draft.definition.strict),
  )
  const added: Draft = {
    ...draft,
    definition: { ...draft.definition, columns: [...draft.definition.columns, definition] },
    renames:
      name === column.name
        ? draft.renames
        : [...draft.renames, { column: name, from: name, to: column.name }],
  }
  const rest = constraints.filter((constraint) => !(constraint === key && column.identity !== undefined))
  return rest.reduce(addConstraintTo, placeColumn(added, name, change))
}

function translateGenerated(draft: Draft, column: Column): Column {
  if (column.generated === undefined) return column
  const expression = translate(draft, column.generated.expression)
  return { ...column, generated: { ...column.generated, expression } }
}

/** A column that the batch has renamed keeps its old name until the end, and a new one has to wait for it. */
function nameUntilEnd(draft: Draft, name: string): string {
  const isTaken = draft.definition.columns.some((column) => sameName(column.name, name))
  return isTaken ? nameUntilEnd(draft, `_tsmig_new_${name}`) : name
}

/** Drops a column, with the indexes, constraints and checks that are on it alone. */
export function dropColumnFrom(draft: Draft, change: DropColumn): Draft {
  if (change.ifExists && !hasColumn(draft, change.column)) return draft
  const { name } = columnNamed(draft, change.column)
  const names = draft.definition.columns.map((column) => column.name)
  const ownIndexes = draft.indexes.filter((index) => isAbout(columnsIn(indexBody(index.sql), names), name))
  const without = dropConstraintsOf(draft, (clause) => {
    const { constraint } = clause
    return constraint.kind === 'check'
      ? isAbout(columnsIn(constraint.expression, names), name)
      : constraint.columns.length === 1 && constraint.columns.every((column) => sameName(column, name))
  })
  return {
    ...without,
    definition: {
      ...without.definition,
      columns: without.definition.columns.filter((column) => column.name !== name),
    },
    indexes: draft.indexes.filter((index) => !ownIndexes.includes(index)),
    copied: new Map([...draft.copied].filter(([key]) => key !== foldName(name))),
    renames: draft.renames.filter((rename) => !sameName(rename.column, name)),
    dropped: [...draft.dropped, name],
    gone: [...without.gone, ...ownIndexes.map((index) => index.name)],
  }
}

function isAbout(mentioned: ReadonlySet<string>, column: string): boolean {
  return mentioned.size === 1 && mentioned.has(foldName(column))
}

/**
 * Alters a column. Values are converted by the affinity of the new type, which loses none of them, or by `using`;
 * comments are passed over. A new name is noted, and taken at the end.
 */
export function alterColumnOf(draft: Draft, change: AlterColumn): Draft {
  const column = columnNamed(draft, change.column)
  const { to } = change
  const altered = replaceColumn(draft, {
    ...column,
    ...(to.type === undefined ? {} : { type: newType(draft, column, to.type) }),
    clauses: newClauses(draft, column, change),
  })
  const numbered = alterIdentity(altered, column.name, to.identity)
  const copied = copiedAfter(draft, column, to)
  const placed = placeColumn({ ...numbered, copied }, column.name, change)
  return renameAtEnd(placed, column.name, change.column, to.name)
}

/** What becomes generated is worked out anew; what is generated no more keeps its values. */
function copiedAfter(draft: Draft, column: ColumnDefinition, to: ColumnChange): Draft['copied'] {
  const key = foldName(column.name)
  const copied = new Map(draft.copied)
  if (to.generated !== undefined && to.generated !== null) copied.delete(key)
  const wasThere = draft.before.columns.some(({ name }) => sameName(name, column.name))
  if (to.generated === null && wasThere && !copied.has(key)) copied.set(key, quoteIdentifier(column.name))
  if (to.using !== undefined && copied.has(key)) {
    copied.set(key, expression(translate(draft, to.using)).sql)
  }
  return copied
}

function newType(draft: Draft, column: ColumnDefinition, type: Column['type']): string {
  const key = primaryKeyOf(draft.definition)?.constraint
  const isKey =
    key?.kind === 'primaryKey' &&
    key.columns.length === 1 &&
    key.columns.every((name) => sameName(name, column.name))
  return isKey && isIntegerType(type) ? 'INTEGER' : declaredType(type, draft.definition.strict)
}

function newClauses(
  draft: Draft,
  column: ColumnDefinition,
  { to, existing }: AlterColumn,
): readonly ColumnClause[] {
  let clauses = column.clauses
  if (to.nullable !== undefined) {
    clauses = clauses.filter((clause) => clause.kind !== 'notNull' && clause.kind !== 'null')
    // What it had before it could be NULL.
    if (!to.nullable) clauses = [defineNotNull(existing?.sqlite?.onNull), ...clauses]
  }
  const onNull = to.sqlite?.onNull
  if (onNull !== undefined) {
    clauses = clauses.map((clause) =>
      clause.kind === 'notNull' ? defineNotNull(onNull ?? undefined) : clause,
    )
  }
  if (to.default !== undefined) {
    clauses = clauses.filter((clause) => clause.kind !== 'default')
    if (to.default !== null) clauses = [...clauses, defineDefault(to.default)]
  }
  if (to.type !== undefined) {
    clauses = clauses.filter((clause) => clause.kind !== 'constraint' || clause.oneOf === undefined)
    clauses = [...clauses, ...enumCheck(column.name, to.type)]
  }
  if (to.collation !== undefined) {
    clauses = clauses.filter((clause) => clause.kind !== 'collate')
    if (to.collation !== null) clauses = [...clauses, defineCollation(to.collation)]
  }
  if (to.generated !== undefined) {
    clauses = clauses.filter((clause) => clause.kind !== 'generated')
    if (to.generated !== null) {
      clauses = clauses.filter((clause) => clause.kind !== 'default' || to.default != null)
      const expression = translate(draft, to.generated.expression)
      clauses = [...clauses, defineGenerated({ ...to.generated, expression })]
    }
  }
  return clauses
}

function renameAtEnd(draft: Draft, column: string, from: string, to: string | undefined): Draft {
  if (to === undefined || to === from) return draft
  const others = currentNames(draft).filter((name) => !sameName(name, from))
  if (others.some((name) => sameName(name, to))) throw alreadyThere(draft.table.name, `a column "${to}"`)
  return { ...draft, renames: [...draft.renames, { column, from, to }] }
}
