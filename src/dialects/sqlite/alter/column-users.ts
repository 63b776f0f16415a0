import type { TableShape } from '../../dialect.ts'
import {
  type ConstraintClause,
  constraintClauses,
  printClause,
  type SqliteConstraint,
} from '../definition.ts'
import type { Draft } from '../draft.ts'
import { columnsIn } from '../expression.ts'
import { columnInUse } from '../shape-errors.ts'
import { indexBody, mentions, usesColumn } from '../stored-sql.ts'
import { sameName } from '../tokenize.ts'

/** Throws where something that stays uses a column that goes, naming all that does. */
export function refuseUsedColumns(draft: Draft, shape: TableShape): void {
  const kept = draft.definition.columns.map((column) => column.name)
  const dropped = draft.dropped.filter((name) => !kept.some((other) => sameName(other, name)))
  for (const column of dropped) {
    const users = [...ownUsers(draft, column), ...foreignUsers(draft, shape, column)]
    if (users.length > 0) throw columnInUse(draft.table.name, column, users)
  }
}

/** What of the table itself uses the column: constraints, generated columns, indexes. */
export function ownUsers(draft: Draft, column: string): readonly string[] {
  const uses = (expression: string) => columnsIn(expression, [column]).size > 0
  const generated = draft.definition.columns.filter(({ clauses }) =>
    clauses.some((clause) => clause.kind === 'generated' && uses(clause.generated.expression)),
  )
  return [
    ...constraintClauses(draft.definition)
      .filter(({ constraint }) => constrains(draft, constraint, column, uses))
      .map(constraintTitle),
    ...generated.map(({ name }) => `generated column "${name}"`),
    ...draft.indexes.filter(({ sql }) => uses(indexBody(sql))).map(({ name }) => `index "${name}"`),
  ]
}

function constrains(
  draft: Draft,
  constraint: SqliteConstraint,
  column: string,
  uses: (expression: string) => boolean,
): boolean {
  if (constraint.kind === 'check') return uses(constraint.expression)
  const toItself =
    constraint.kind === 'foreignKey' && sameName(constraint.references.table.name, draft.table.name)
  const columns = toItself ? [...constraint.columns, ...constraint.references.columns] : constraint.columns
  return columns.some((name) => sameName(name, column))
}

function constraintTitle(clause: ConstraintClause): string {
  return clause.name === undefined ? `the constraint ${printClause(clause)}` : `constraint "${clause.name}"`
}

/** Triggers and views, as far as their text tells. */
function foreignUsers(draft: Draft, shape: TableShape, column: string): readonly string[] {
  const { name } = draft.table
  const users = (kind: string, stored: TableShape['views']) =>
    stored
      .filter(({ sql }) => mentions(sql, name) && usesColumn(sql, name, column))
      .map((user) => `${kind} "${user.name}"`)
  return [...users('trigger', shape.triggers), ...users('view', shape.views)]
}
