import { conventionalName, type NamingConvention } from '../../schema/naming.ts'
import { type ConstraintClause, constraintClauses, type TableDefinition } from './definition.ts'
import { foldName } from './tokenize.ts'

/** The table with names for constraints that have none, as far as the convention says and no other has the name. */
export function nameConstraints(definition: TableDefinition, convention: NamingConvention): TableDefinition {
  if (Object.keys(convention).length === 0) return definition
  const taken = new Set(constraintClauses(definition).flatMap(({ name }) => foldName(name ?? '')))
  const named = <Clause extends { readonly kind: string }>(clause: Clause | ConstraintClause) => {
    if (clause.kind !== 'constraint' || !('constraint' in clause) || clause.name !== undefined) return clause
    const name = conventionalName(convention, definition.name, clause.constraint)
    if (name === undefined || taken.has(foldName(name))) return clause
    taken.add(foldName(name))
    return { ...clause, name, constraint: { ...clause.constraint, name } }
  }
  return {
    ...definition,
    columns: definition.columns.map((column) => ({ ...column, clauses: column.clauses.map(named) })),
    constraints: definition.constraints.map((clause) => named(clause) as ConstraintClause),
  }
}
