import type { DropConstraint } from '../../../operations/operation.ts'
import type { Constraint, ForeignKey, PrimaryKey } from '../../../schema/model.ts'
import { sqliteKeyAs } from '../../../schema/sqlite-key.ts'
import { defineConstraint } from '../define/constraint.ts'
import {
  type ColumnDefinition,
  type ConstraintClause,
  constraintClauses,
  primaryKeyOf,
  type SqliteConstraint,
} from '../definition.ts'
import { columnNamed, type Draft, translate } from '../draft.ts'
import { refuseForeignConstraint } from '../refuse-constraint.ts'
import { alreadyThere, noSuchConstraint } from '../shape-errors.ts'
import { includesName, sameName } from '../tokenize.ts'
import { isTurned, withTurnedKey } from '../turned-key.ts'

/** Adds a constraint. The columns of a primary key become NOT NULL, as the standard has it. */
export function addConstraintTo(draft: Draft, constraint: Constraint): Draft {
  refuseForeignConstraint(constraint)
  const { name } = constraint
  if (name !== undefined && names(draft).some((other) => sameName(other, name))) {
    throw alreadyThere(draft.table.name, `a constraint "${name}"`)
  }
  if (constraint.kind === 'primaryKey' && primaryKeyOf(draft.definition) !== undefined) {
    throw alreadyThere(draft.table.name, 'a primary key')
  }
  const own = withOldNames(draft, constraint)
  const columns = own.kind === 'primaryKey' ? withNotNull(draft, own) : draft.definition.columns
  const turned = own.kind === 'primaryKey' ? columns.find((column) => isTurned(column, own)) : undefined
  const definition =
    own.kind === 'primaryKey' && turned !== undefined
      ? {
          ...draft.definition,
          columns: columns.map((column) => (column === turned ? withTurnedKey(column, own) : column)),
        }
      : {
          ...draft.definition,
          columns,
          constraints: [...draft.definition.constraints, defineConstraint(own, draft.table.schema)],
        }
  return { ...draft, definition }
}

function withOldNames(draft: Draft, constraint: SqliteConstraint): SqliteConstraint {
  if (constraint.kind === 'check') {
    return { ...constraint, expression: translate(draft, constraint.expression) }
  }
  const nameOf = (name: string) => columnNamed(draft, name).name
  const columns = constraint.columns.map(nameOf)
  if (constraint.kind === 'foreignKey' || constraint.sqlite === undefined) return { ...constraint, columns }
  return { ...constraint, columns, sqlite: sqliteKeyAs(constraint.sqlite, nameOf) }
}

function withNotNull(draft: Draft, { columns, sqlite }: PrimaryKey): readonly ColumnDefinition[] {
  return draft.definition.columns.map((column) => {
    const isKey = columns.includes(column.name) && !includesName(sqlite?.nullable, column.name)
    if (!isKey || column.clauses.some((clause) => clause.kind === 'notNull')) return column
    const clauses = column.clauses.filter((clause) => clause.kind !== 'null')
    return { ...column, clauses: [{ kind: 'notNull', text: 'NOT NULL' }, ...clauses] }
  })
}

/**
 * Drops a constraint by its name. SQLite keeps no name that nobody wrote, so a primary key without one is found by
 * its kind, and any other constraint without one by its definition (`was`).
 */
export function dropConstraintFrom(draft: Draft, change: DropConstraint): Draft {
  const clauses = constraintClauses(draft.definition)
  const kind = change.type ?? change.was?.kind
  const named = clauses.filter(
    ({ name, constraint }) =>
      name !== undefined && sameName(name, change.name) && (kind === undefined || kind === constraint.kind),
  )
  const found = named.length > 0 ? named : clauses.filter((clause) => isUnnamed(draft, clause, change))
  // Its name is not noted as gone: dropping it twice is a mistake.
  if (found.length > 0) {
    const without = { ...dropConstraintsOf(draft, (clause) => clause === found[0]), gone: draft.gone }
    return found[0]?.autoincrement ? numberedAgain(without, found[0]) : without
  }
  if (change.ifExists || draft.gone.some((name) => sameName(name, change.name))) return draft
  throw noSuchConstraint(draft.table.name, change.name, names(draft))
}

/** A primary key that takes the place of one that numbered the rows numbers them on. */
function numberedAgain(draft: Draft, { constraint }: ConstraintClause): Draft {
  const [column] = constraint.kind === 'primaryKey' ? constraint.columns : []
  if (column === undefined) return draft
  return { ...draft, waiting: { column, identity: { mode: 'by default' }, isOptional: true } }
}

function isUnnamed(draft: Draft, clause: ConstraintClause, change: DropConstraint): boolean {
  if (clause.constraint.kind === 'primaryKey') {
    const isAny = clause.name === undefined || change.name === ''
    return isAny && (change.type ?? change.was?.kind) === 'primaryKey'
  }
  return (
    clause.name === undefined &&
    change.was !== undefined &&
    change.was.kind !== 'exclude' &&
    isSame(withOldNames(draft, change.was), clause.constraint)
  )
}

/** Whether two constraints say the same, names aside. */
function isSame(one: SqliteConstraint, other: SqliteConstraint): boolean {
  if (one.kind === 'check' || other.kind === 'check') {
    return one.kind === 'check' && other.kind === 'check' && one.expression === other.expression
  }
  const isSameKey = one.kind === other.kind && sameNames(one.columns, other.columns)
  if (one.kind !== 'foreignKey' || other.kind !== 'foreignKey') return isSameKey
  const [from, to] = [one.references, other.references]
  const isSameTarget = sameNames(from.columns, to.columns) || isImplied(from) || isImplied(to)
  return isSameKey && isSameTarget && sameName(from.table.name, to.table.name)
}

/** `REFERENCES account`: the primary key, which nobody names. */
function isImplied({ columns }: ForeignKey['references']): boolean {
  return columns.length === 0
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => sameName(name, other[index] ?? ''))
}

/** The draft without the constraints that `goes` is true of, wherever they are written. */
export function dropConstraintsOf(draft: Draft, goes: (clause: ConstraintClause) => boolean): Draft {
  const columns = draft.definition.columns.map((column) => ({
    ...column,
    clauses: column.clauses.filter((clause) => clause.kind !== 'constraint' || !goes(clause)),
  }))
  const constraints = draft.definition.constraints.filter((clause) => !goes(clause))
  const gone = constraintClauses(draft.definition).filter(goes)
  return {
    ...draft,
    definition: { ...draft.definition, columns, constraints },
    gone: [...draft.gone, ...gone.flatMap((clause) => clause.name ?? [])],
  }
}

function names(draft: Draft): readonly string[] {
  return constraintClauses(draft.definition).flatMap((clause) => clause.name ?? [])
}
