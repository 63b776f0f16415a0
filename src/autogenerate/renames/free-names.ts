import { withDefaultNames } from '../../schema/default-names.ts'
import type { TableDefinition } from '../../schema/define-table.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Constraint } from '../../schema/model.ts'
import type { SchemaObject } from '../../schema/objects.ts'
import { constraintNames, namesTaken } from '../order/names-taken.ts'

/** A declared table whose constraints have the names of their likes, and what it is in the database. */
export interface LikelyNamed {
  readonly definition: TableDefinition
  readonly was: TableDefinition | undefined
  /** Those that have none, and get none. */
  readonly nameless: ReadonlySet<Constraint>
}

/** Gives the constraints of one table after the other that lack a name one by the rule, which nothing else has. */
export function freeNames(
  tables: readonly LikelyNamed[],
  objects: readonly SchemaObject[],
  dialect: DialectName,
): (one: LikelyNamed) => TableDefinition {
  let names: Set<string> | undefined
  const taken = () =>
    (names ??= new Set([
      ...tables.flatMap(({ definition }) => namesTaken({ kind: 'table', definition }, dialect)),
      ...objects.flatMap((object) => namesTaken({ kind: 'object', object }, dialect)),
    ]))
  return ({ definition, nameless }) => {
    const { table } = definition
    if (table.constraints.every((one) => one.name !== undefined || nameless.has(one))) return definition
    const namesOf = (one: Constraint) => constraintNames(table.table, one, dialect)
    const byRule = withDefaultNames(table, (one) =>
      namesOf(one).some((name) => taken().has(name)),
    ).constraints
    const constraints = table.constraints.map((one, at) => (nameless.has(one) ? one : (byRule[at] ?? one)))
    for (const name of constraints.flatMap(namesOf)) taken().add(name)
    return { ...definition, table: { ...table, constraints } }
  }
}
